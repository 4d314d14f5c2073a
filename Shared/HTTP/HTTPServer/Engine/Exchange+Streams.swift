import CMicroHTTP
import Contracts
import Glibc
import Synchronization

/// What the handler reads and writes.
extension Exchange {
    /// The body of most requests, which is there when their handler begins; nil when it has to be waited for.
    func wholeBody() -> [UInt8]? {
        Task.isCancelled ? nil : state.withLock { $0.inbound.readWhole() }
    }

    /// The next part of the body, as soon as there is one.
    func nextChunk() async throws -> [UInt8]? {
        switch state.withLock({ read(&$0) }) {
        case .chunk(let chunk): return chunk
        case .end: return nil
        case .failed(let error): throw error
        case .wait: return try await awaitedChunk()
        }
    }

    private func awaitedChunk() async throws -> [UInt8]? {
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                let waiter = WaitingTask(continuation)
                let reading = state.withLock { state in
                    let reading = read(&state)
                    if case .wait = reading { state.inbound.waiter = waiter }
                    return reading
                }
                if case .wait = reading { return }
                InboundBuffer.Wake(waiter: waiter, reading: reading).resume()
            }
        } onCancel: {
            let waiter = state.withLock { state in
                defer { state.inbound.waiter = nil }
                return state.inbound.waiter
            }
            waiter?.resume(throwing: CancellationError())
        }
    }

    private func read(_ state: inout State) -> InboundBuffer.Reading {
        guard hasBody else { return .end }
        if Task.isCancelled { return .failed(CancellationError()) }
        let reading = state.inbound.read()
        state.isBodyWanted = true
        if state.phase == .headers || state.inbound.hasRoom { state.resume() }
        return reading
    }

    func send(_ bytes: [UInt8]) async throws {
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
                let result: Result<Void, any Error>? = state.withLock { state in
                    guard state.connection != nil, !Task.isCancelled else { return .failure(CancellationError()) }
                    state.outbound.append(bytes)
                    state.resume()
                    guard state.outbound.isFull else { return .success(()) }
                    state.outbound.waiter = WaitingTask(continuation)
                    return nil
                }
                if let result { continuation.resume(with: result) }
            }
        } onCancel: {
            let waiter = state.withLock { state in
                defer { state.outbound.waiter = nil }
                return state.outbound.waiter
            }
            waiter?.resume(throwing: CancellationError())
        }
    }

    func finishSending(_ end: OutboundBuffer.End) {
        state.withLock { state in
            state.outbound.end = end
            state.resume()
        }
    }

    /// Fills libmicrohttpd's buffer on the loop's thread; suspends the connection when there is nothing to fill it
    /// with.
    func pull(into target: UnsafeMutableRawBufferPointer) -> Int {
        let (count, writer) = state.withLock { state -> (Int, OutboundBuffer.Waiter?) in
            let count = state.outbound.take(into: target)
            if count == 0, let end = state.outbound.end {
                return (Self.ended(end, peer), nil)
            }
            if count == 0, let connection = state.connection { state.suspend(connection) }
            guard state.outbound.hasRoom else { return (count, nil) }
            defer { state.outbound.waiter = nil }
            return (count, state.outbound.waiter)
        }
        writer?.resume()
        if count > 0 { loop.goOn() }
        return count
    }

    /// `MHD_CONTENT_READER_END_OF_STREAM` or `…_WITH_ERROR`, which libmicrohttpd 0.9.75 notices at the next event of
    /// the socket only.
    private static func ended(_ end: OutboundBuffer.End, _ peer: Peer) -> Int {
        guard end == .failed else { return -1 }
        shutdown(peer.socket, Int32(SHUT_RDWR))
        return -2
    }
}
