/// What of a streamed response was written and is not sent yet.
struct OutboundBuffer {
    /// Past it the writer waits, in bytes.
    static let highWater = 256 * 1024
    /// At or below it the writer goes on, in bytes.
    static let lowWater = 64 * 1024

    typealias Waiter = WaitingTask<Void>

    enum End { case complete, failed }

    private var chunks: ArraySlice<[UInt8]> = []
    /// Bytes of the first chunk that are sent already.
    private var offset = 0
    private(set) var buffered = 0
    var end: End?
    var waiter: Waiter?

    var isFull: Bool { buffered >= Self.highWater }
    var hasRoom: Bool { buffered <= Self.lowWater }

    mutating func append(_ chunk: [UInt8]) {
        guard !chunk.isEmpty else { return }
        buffered += chunk.count
        chunks.append(chunk)
    }

    /// Moves bytes out; returns how many, 0 when there are none.
    mutating func take(into target: UnsafeMutableRawBufferPointer) -> Int {
        var done = 0
        while done < target.count, let first = chunks.first {
            let count = min(first.count - offset, target.count - done)
            target[done..<done + count].copyBytes(from: first[offset..<offset + count])
            done += count
            offset += count
            if offset == first.count {
                chunks.removeFirst()
                offset = 0
            }
        }
        buffered -= done
        return done
    }
}
