import Synchronization

/// What the loop's thread does with a connection.
extension WebSocketConnection {
    /// The next frames to send; those before have been sent.
    /// - Parameter sent: how much of its room those before took.
    /// - Returns: also the log that the connection follows.
    func next(sent: Int) -> (chunk: WebSocketChunk?, log: WebSocketLog?) {
        let (chunk, log, waiting) = state.withLock { state in
            state.queue.sent(sent)
            state.isFlagged = false
            let chunk = state.queue.next()
            return (chunk, state.queue.log, state.takeWaiting())
        }
        for waiter in waiting { waiter.resume() }
        return (chunk, log)
    }

    /// Closes a connection that is too slow.
    func checkPace(_ now: ContinuousClock.Instant) {
        let waiting = state.withLock { state in
            state.queue.checkPace(now)
            return state.takeWaiting()
        }
        for waiter in waiting { waiter.resume() }
    }

    /// The close that was asked for, once nothing is left to send before it.
    var dueClose: WebSocketClose? { state.withLock { $0.queue.dueClose } }

    func arrived(_ message: WebSocketMessage) {
        guard limits.incoming > 0 else { return }
        if case .dropped = arrivals.yield(message) { close(.policyViolation, "too many messages at once") }
    }

    /// - Parameter code: what the other end closed it with, nil when it did not.
    func ended(_ code: WebSocketCloseCode?) {
        let waiting = state.withLock { state in
            state.code = state.queue.close?.code ?? code ?? .abnormal
            state.queue.clear()
            return state.takeWaiting()
        }
        for waiter in waiting { waiter.resume() }
        arrivals.finish()
    }
}

extension WebSocketConnection.State {
    /// Those who waited for room, once there is some.
    fileprivate mutating func takeWaiting() -> [CheckedContinuation<Void, Never>] {
        guard queue.hasRoom, !waiting.isEmpty else { return [] }
        defer { waiting = [] }
        return waiting
    }
}
