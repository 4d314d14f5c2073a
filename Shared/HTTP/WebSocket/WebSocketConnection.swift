import Synchronization

/// One WebSocket, for any number of tasks: messages that come, and a queue of those that go.
package final class WebSocketConnection: Sendable {
    fileprivate struct State {
        /// Whole frames, many to an element where they were made for many connections.
        var queue: ArraySlice<[UInt8]> = []
        /// Of the queue and of what is being sent, in bytes.
        var bytes = 0
        /// Since when there was no room.
        var crowdedSince: ContinuousClock.Instant?
        /// What the loop was asked to close it with.
        var close: Close?
        /// Whether the loop knows that there is something to do.
        var isFlagged = false
        /// Set once the socket is gone.
        var code: WebSocketCloseCode?
        /// Those who wait until less is queued.
        var waiting: [CheckedContinuation<Void, Never>] = []
    }

    struct Close {
        let code: WebSocketCloseCode
        let reason: String
    }

    /// The messages that come, for one reader; ends when the connection does.
    package let incoming: AsyncStream<WebSocketMessage>
    private let arrivals: AsyncStream<WebSocketMessage>.Continuation
    private let limits: WebSocketLimits
    private let flag: @Sendable () -> Void
    private let state = Mutex(State())

    /// - Parameter flag: tells the loop that there is something to do.
    init(limits: WebSocketLimits, flag: @escaping @Sendable () -> Void) {
        self.limits = limits
        self.flag = flag
        (incoming, arrivals) = AsyncStream.makeStream(bufferingPolicy: .bufferingOldest(limits.incoming))
    }

    /// Queues a text message; never waits.
    /// - Returns: false when the connection is closed, or is now because too much waits (1013).
    @discardableResult
    package func send(_ text: String) -> Bool {
        send(text: Array(text.utf8))
    }

    /// Queues a text message that is UTF-8 already: for the same text to many.
    @discardableResult
    package func send(text: [UInt8]) -> Bool {
        send(.one(Opcode.text, text))
    }

    @discardableResult
    package func send(binary: [UInt8]) -> Bool {
        send(.one(Opcode.binary, binary))
    }

    /// Queues messages that were framed beforehand: their bytes are shared by all connections that they go to.
    /// - Returns: false when the connection is closed, or is now because too much waits (1013).
    @discardableResult
    package func send(_ frames: WebSocketFrames) -> Bool {
        frames.isEmpty || queue(frames.bytes)
    }

    /// Waits until little enough waits to be sent: for a sender that has much to send and can wait. It ends with the
    /// connection, too; and one that has no room for long is closed with 1013.
    package func room() async {
        await withCheckedContinuation { continuation in
            let hasRoom = state.withLock { state in
                guard state.code == nil, state.bytes > limits.room else { return true }
                state.waiting.append(continuation)
                return false
            }
            if hasRoom { continuation.resume() }
        }
    }

    /// Closes after what is queued was sent. A second close changes nothing.
    /// - Parameter reason: for people, at most 123 bytes; what is over is cut.
    package func close(_ code: WebSocketCloseCode = .normal, _ reason: String = "") {
        close(Close(code: code, reason: reason))
    }

    /// Why it was closed; nil while it is open.
    package var closeCode: WebSocketCloseCode? { state.withLock { $0.code } }

    private func queue(_ bytes: [UInt8]) -> Bool {
        let (isTaken, isNews) = state.withLock { state -> (Bool, Bool) in
            guard state.close == nil, state.code == nil else { return (false, false) }
            let fits = state.bytes + bytes.count <= limits.outbound
            if fits {
                state.queue.append(bytes)
                state.bytes += bytes.count
                if state.bytes > limits.room, state.crowdedSince == nil { state.crowdedSince = .now }
            } else {
                state.giveUp()
            }
            defer { state.isFlagged = true }
            return (fits, !state.isFlagged)
        }
        if isNews { flag() }
        return isTaken
    }

    private func close(_ close: Close) {
        let isNews = state.withLock { state in
            guard state.close == nil, state.code == nil else { return false }
            state.close = close
            defer { state.isFlagged = true }
            return !state.isFlagged
        }
        if isNews { flag() }
    }
}

/// What the loop's thread does with a connection.
extension WebSocketConnection {
    /// The next frames to send; those before have been sent.
    /// - Parameter sent: the bytes of those before.
    func next(sent: Int) -> [UInt8]? {
        let (next, waiting) = state.withLock { state in
            state.bytes -= sent
            state.isFlagged = false
            let hasRoom = state.bytes <= limits.room
            if hasRoom { state.crowdedSince = nil }
            defer {
                if hasRoom { state.waiting = [] }
                if state.queue.isEmpty { state.queue = [] }  // a slice keeps what was taken off its front
            }
            return (state.queue.popFirst(), hasRoom ? state.waiting : [])
        }
        for waiter in waiting { waiter.resume() }
        return next
    }

    /// Closes a connection that has had no room for too long.
    func checkPace(_ now: ContinuousClock.Instant) {
        let waiting = state.withLock { state in
            guard state.close == nil, let since = state.crowdedSince, now - since > limits.patience else {
                return [CheckedContinuation<Void, Never>]()
            }
            state.giveUp()
            defer { state.waiting = [] }
            return state.waiting
        }
        for waiter in waiting { waiter.resume() }
    }

    /// The close that was asked for, once nothing is left to send before it.
    var pendingClose: Close? {
        state.withLock { $0.queue.isEmpty ? $0.close : nil }
    }

    func arrived(_ message: WebSocketMessage) {
        guard limits.incoming > 0 else { return }
        if case .dropped = arrivals.yield(message) { close(.policyViolation, "too many messages at once") }
    }

    /// - Parameter code: what the other end closed it with, nil when it did not.
    func ended(_ code: WebSocketCloseCode?) {
        let waiting = state.withLock { state in
            state.code = state.close?.code ?? code ?? .abnormal
            state.queue = []
            state.bytes = 0
            defer { state.waiting = [] }
            return state.waiting
        }
        for waiter in waiting { waiter.resume() }
        arrivals.finish()
    }
}

extension WebSocketConnection.State {
    /// Closes hastily: the other end is too slow.
    fileprivate mutating func giveUp() {
        queue = []
        close = WebSocketConnection.Close(code: .tryAgainLater, reason: "too slow; come back")
    }
}
