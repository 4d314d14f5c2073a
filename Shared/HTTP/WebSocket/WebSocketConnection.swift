import Synchronization

/// One WebSocket, for any number of tasks: messages that come, and a queue of those that go.
package final class WebSocketConnection: Sendable {
    struct State {
        var queue: WebSocketQueue
        /// Whether the loop knows that there is something to do.
        var isFlagged = false
        /// Set once the socket is gone.
        var code: WebSocketCloseCode?
        /// Those who wait until less is queued.
        var waiting: [CheckedContinuation<Void, Never>] = []
    }

    /// The messages that come, for one reader; ends when the connection does.
    package let incoming: AsyncStream<WebSocketMessage>
    let arrivals: AsyncStream<WebSocketMessage>.Continuation
    let limits: WebSocketLimits
    let state: Mutex<State>
    private let id: UInt64
    private let loop: WebSocketLoop

    /// - Parameters:
    ///   - id: by which its loop knows it.
    ///   - loop: whose thread sends.
    init(_ id: UInt64, on loop: WebSocketLoop, limits: WebSocketLimits) {
        self.limits = limits
        self.id = id
        self.loop = loop
        state = Mutex(State(queue: WebSocketQueue(limits)))
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
        send(WebSocketFrames(text: text))
    }

    @discardableResult
    package func send(binary: [UInt8]) -> Bool {
        send(.one(Opcode.binary, binary))
    }

    /// Queues messages that were framed beforehand: their bytes are shared by all connections that they go to.
    /// - Returns: false when the connection is closed, or is now because too much waits (1013).
    @discardableResult
    package func send(_ frames: WebSocketFrames) -> Bool {
        frames.isEmpty || change { $0.append(frames.bytes) } ?? false
    }

    /// Sends, after what is queued, all that a log is given from now on. What is sent to this connection alone meanwhile
    /// goes between what the log held by then and what it is given later. One that falls further behind than
    /// ``WebSocketLimits/behind`` is closed with 1013. A connection follows one log, until it ends.
    package func follow(_ log: WebSocketLog) {
        change { $0.follow(log, on: loop) }
    }

    /// Waits until little enough waits to be sent: for a sender that has much to send and can wait. It ends with the
    /// connection, too; and one that has no room for long is closed with 1013.
    package func room() async {
        await withCheckedContinuation { continuation in
            let hasRoom = state.withLock { state in
                guard state.code == nil, !state.queue.hasRoom else { return true }
                state.waiting.append(continuation)
                return false
            }
            if hasRoom { continuation.resume() }
        }
    }

    /// Closes after what is queued was sent. A second close changes nothing.
    /// - Parameter reason: for people, at most 123 bytes; what is over is cut.
    package func close(_ code: WebSocketCloseCode = .normal, _ reason: String = "") {
        change { $0.end(WebSocketClose(code: code, reason: reason)) }
    }

    /// Why it was closed; nil while it is open.
    package var closeCode: WebSocketCloseCode? { state.withLock { $0.code } }

    /// Changes what is queued, and tells the loop.
    /// - Returns: nil when the connection is closed, or is going to be.
    @discardableResult
    private func change<Result>(_ change: (inout WebSocketQueue) -> Result) -> Result? {
        let (result, isNews) = state.withLock { state -> (Result?, Bool) in
            guard state.code == nil, state.queue.close == nil else { return (nil, false) }
            defer { state.isFlagged = true }
            return (change(&state.queue), !state.isFlagged)
        }
        if isNews { loop.flag(id) }
        return result
    }
}
