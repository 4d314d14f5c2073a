import Synchronization

/// One WebSocket, for any number of tasks: messages that come, and a queue of those that go.
package final class WebSocketConnection: Sendable {
    struct Outgoing {
        let opcode: UInt8
        let bytes: [UInt8]
    }

    private struct State {
        var queue: ArraySlice<Outgoing> = []
        /// Of the queue and of the message being sent, in bytes.
        var bytes = 0
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
        /// What waits is dropped.
        let isHasty: Bool
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
        queue(Outgoing(opcode: Opcode.text, bytes: text))
    }

    @discardableResult
    package func send(binary: [UInt8]) -> Bool {
        queue(Outgoing(opcode: Opcode.binary, bytes: binary))
    }

    /// Waits until at most a quarter of what may be queued still waits to be sent: for a sender that has much to send
    /// and can wait. It ends with the connection, too.
    package func room() async {
        await withCheckedContinuation { continuation in
            let hasRoom = state.withLock { state in
                guard state.code == nil, state.bytes > limits.outbound / 4 else { return true }
                state.waiting.append(continuation)
                return false
            }
            if hasRoom { continuation.resume() }
        }
    }

    /// Closes after what is queued was sent. A second close changes nothing.
    /// - Parameter reason: for people, at most 123 bytes; what is over is cut.
    package func close(_ code: WebSocketCloseCode = .normal, _ reason: String = "") {
        close(Close(code: code, reason: reason, isHasty: false))
    }

    /// Why it was closed; nil while it is open.
    package var closeCode: WebSocketCloseCode? { state.withLock { $0.code } }

    private func queue(_ message: Outgoing) -> Bool {
        let (isTaken, isNews) = state.withLock { state -> (Bool, Bool) in
            guard state.close == nil, state.code == nil else { return (false, false) }
            let fits = state.bytes + message.bytes.count <= limits.outbound
            if fits {
                state.queue.append(message)
                state.bytes += message.bytes.count
            } else {
                state.queue = []
                state.close = Close(code: .tryAgainLater, reason: "too slow; come back", isHasty: true)
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
    /// The next message to send; the one before has been sent.
    /// - Parameter sent: the bytes of the one before.
    func next(sent: Int) -> Outgoing? {
        let (next, waiting) = state.withLock { state in
            state.bytes -= sent
            state.isFlagged = false
            let hasRoom = state.bytes <= limits.outbound / 4
            defer { if hasRoom { state.waiting = [] } }
            return (state.queue.popFirst(), hasRoom ? state.waiting : [])
        }
        for waiter in waiting { waiter.resume() }
        return next
    }

    /// The close that was asked for, once nothing is left to send before it.
    var pendingClose: Close? {
        state.withLock { $0.queue.isEmpty ? $0.close : nil }
    }

    func arrived(_ message: WebSocketMessage) {
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

enum Opcode {
    static let text: UInt8 = 1
    static let binary: UInt8 = 2
    static let ping: UInt8 = 9
}
