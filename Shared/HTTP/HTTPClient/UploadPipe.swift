import Synchronization

/// Carries a body from the task that makes it to the client's thread, a few chunks at a time.
final class UploadPipe: Sendable {
    /// Past this many waiting bytes the maker is suspended.
    static let capacity = 256 * 1024

    private struct State {
        var pump: Task<Void, Never>?
        var chunks: [ArraySlice<UInt8>] = []
        var buffered = 0
        var isStarved = false
        var end: Upload.Pull?
        var maker: CheckedContinuation<Void, any Error>?
    }

    private let state = Mutex(State())
    private let source: HTTPClientSource
    private let resume: @Sendable () -> Void

    init(_ source: HTTPClientSource, resume: @escaping @Sendable () -> Void) {
        self.source = source
        self.resume = resume
    }

    /// On the client's thread. The first call starts the source.
    func pull(into buffer: UnsafeMutableRawBufferPointer) -> Upload.Pull {
        // Nobody is resumed under the lock: see Download.
        let (pull, maker) = state.withLock { state in
            if state.pump == nil, state.end == nil {
                state.pump = Task { await run() }
            }
            let count = Self.fill(buffer, from: &state.chunks)
            state.buffered -= count
            let maker = state.buffered <= Self.capacity / 2 ? state.maker.take() : nil
            if count > 0 { return (Upload.Pull.bytes(count), maker) }
            if let end = state.end { return (end, maker) }
            state.isStarved = true
            return (.waiting, maker)
        }
        maker?.resume()
        return pull
    }

    /// From any thread: ends the source and drops what waits.
    func close() {
        let (pump, maker) = state.withLock { state in
            let maker = end(&state, .failed("closed"))
            state.chunks = []
            return (state.pump.take(), maker)
        }
        maker?.resume(throwing: CancellationError())
        pump?.cancel()
    }

    private func run() async {
        do {
            try await source.pump { chunk in try await self.push(chunk) }
            finish(.ended)
        } catch {
            finish(.failed("\(error)"))
        }
    }

    private func push(_ chunk: [UInt8]) async throws {
        try await withCheckedThrowingContinuation { (maker: CheckedContinuation<Void, any Error>) in
            let isStarved = state.withLock { state in
                guard state.end == nil else {
                    maker.resume(throwing: CancellationError())
                    return false
                }
                state.chunks.append(chunk[...])
                state.buffered += chunk.count
                if state.buffered > Self.capacity { state.maker = maker } else { maker.resume() }
                return state.isStarved.take()
            }
            if isStarved { resume() }
        }
    }

    private func finish(_ last: Upload.Pull) {
        let (isStarved, maker) = state.withLock { state in
            let maker = end(&state, last)
            return (state.isStarved.take(), maker)
        }
        maker?.resume(throwing: CancellationError())
        if isStarved { resume() }
    }

    /// - Returns: who waits to go on, to be told that it is over.
    private func end(_ state: inout State, _ last: Upload.Pull) -> CheckedContinuation<Void, any Error>? {
        guard state.end == nil else { return nil }
        state.end = last
        return state.maker.take()
    }

    private static func fill(
        _ buffer: UnsafeMutableRawBufferPointer,
        from chunks: inout [ArraySlice<UInt8>]
    ) -> Int {
        var filled = 0
        while filled < buffer.count, let chunk = chunks.first {
            let piece = chunk.prefix(buffer.count - filled)
            UnsafeMutableRawBufferPointer(rebasing: buffer[filled...]).copyBytes(from: piece)
            filled += piece.count
            if piece.count == chunk.count { chunks.removeFirst() } else { chunks[0] = chunk.dropFirst(piece.count) }
        }
        return filled
    }
}

extension Bool {
    /// The value; false from now on.
    fileprivate mutating func take() -> Bool {
        defer { self = false }
        return self
    }
}
