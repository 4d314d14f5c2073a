import Contracts

/// What of a request's body has arrived and was not read yet.
struct InboundBuffer {
    /// Past it the connection waits for the reader, in bytes.
    static let highWater = 128 * 1024
    /// At or below it the connection goes on, in bytes.
    static let lowWater = 32 * 1024

    typealias Waiter = WaitingTask<[UInt8]?>

    /// What a reader gets at once.
    enum Reading {
        case chunk([UInt8])
        case end
        case failed(any Error)
        case wait
    }

    /// Short bodies are this alone.
    private var first: [UInt8]?
    private var others: ArraySlice<[UInt8]> = []
    private(set) var buffered = 0
    /// In bytes, read or not.
    private(set) var received = 0
    private var isComplete = false
    private var failure: (any Error)?
    var waiter: Waiter?

    var isFull: Bool { buffered >= Self.highWater }
    var hasRoom: Bool { buffered <= Self.lowWater }

    mutating func append(_ chunk: [UInt8]) {
        received += chunk.count
        buffered += chunk.count
        if buffered == chunk.count { first = chunk } else { others.append(chunk) }
    }

    /// Counts bytes that nobody will read.
    mutating func skip(_ count: Int) {
        received += count
    }

    mutating func complete() {
        isComplete = true
    }

    /// The first failure stays.
    mutating func fail(_ error: @autoclosure () -> any Error) {
        guard failure == nil, !isComplete else { return }
        failure = error()
        (first, others) = (nil, [])
        buffered = 0
    }

    mutating func read() -> Reading {
        if let chunk = takeNext() {
            buffered -= chunk.count
            return .chunk(chunk)
        }
        if let failure { return .failed(failure) }
        return isComplete ? .end : .wait
    }

    /// All of the body, when it is there in one piece and nothing of it was read; nil when it has to be read in parts.
    mutating func readWhole() -> [UInt8]? {
        guard isComplete, others.isEmpty, buffered == received else { return nil }
        buffered = 0
        return takeNext()
    }

    private mutating func takeNext() -> [UInt8]? {
        guard let chunk = first else { return others.popFirst() }
        first = nil
        return chunk
    }

    /// The reader to wake and what it gets, when there is one and something for it.
    mutating func wake() -> Wake? {
        guard let waiter else { return nil }
        let reading = read()
        if case .wait = reading { return nil }
        self.waiter = nil
        return Wake(waiter: waiter, reading: reading)
    }

    /// To be resumed without a lock held.
    struct Wake {
        let waiter: Waiter
        let reading: Reading

        func resume() {
            switch reading {
            case .chunk(let chunk): waiter.resume(returning: chunk)
            case .end, .wait: waiter.resume(returning: nil)
            case .failed(let error): waiter.resume(throwing: error)
            }
        }
    }
}
