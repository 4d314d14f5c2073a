/// What waits to be sent to one connection: its own frames, and those of a log that it follows, in the order in which
/// they were given.
struct WebSocketQueue {
    /// Whole frames, many to an element where they were made for many connections.
    private struct Own {
        let frames: [UInt8]
        /// How much of the log goes before.
        let place: Int
    }

    private struct Ending {
        let close: WebSocketClose
        let place: Int
    }

    let limits: WebSocketLimits
    private var own: ArraySlice<Own> = []
    /// Of its own frames, also of those that are being sent.
    private var bytes = 0
    private(set) var log: WebSocketLog?
    /// The last that was taken of the log.
    private var run: WebSocketRun?
    private var ending: Ending?
    /// Since when there was no room.
    private var crowdedSince: ContinuousClock.Instant?

    init(_ limits: WebSocketLimits) {
        self.limits = limits
    }

    /// What it was asked to be closed with.
    var close: WebSocketClose? { ending?.close }

    /// What it is to be closed with now, as nothing is left to send before.
    var dueClose: WebSocketClose? {
        guard own.isEmpty, let ending, ending.place <= place else { return nil }
        return ending.close
    }

    var hasRoom: Bool { bytes <= limits.room }

    private var place: Int { run?.end ?? 0 }

    /// What it has not been given of the log, in bytes.
    private var lag: Int { log.map { $0.end - place } ?? 0 }

    /// - Returns: false when too much waits: the connection is to be closed.
    mutating func append(_ frames: [UInt8]) -> Bool {
        guard bytes + frames.count <= limits.outbound else {
            giveUp()
            return false
        }
        own.append(Own(frames: frames, place: log?.end ?? 0))
        bytes += frames.count
        if !hasRoom, crowdedSince == nil { crowdedSince = .now }
        return true
    }

    /// Sends also what a log is given from now on.
    mutating func follow(_ log: WebSocketLog, on loop: WebSocketLoop) {
        guard self.log == nil else { return }
        self.log = log
        run = log.follow(on: loop)
    }

    /// Closes after what was given until now.
    mutating func end(_ close: WebSocketClose) {
        ending = Ending(close: close, place: log?.end ?? 0)
    }

    /// Frees the room of own frames that have been sent.
    mutating func sent(_ count: Int) {
        bytes -= min(count, bytes)  // nothing counts any more where all was dropped meanwhile
        if hasRoom, log == nil { crowdedSince = nil }
    }

    /// - Returns: the next frames to send, nil when there are none for now.
    mutating func next() -> WebSocketChunk? {
        if let first = own.first, first.place <= place {
            own.removeFirst()
            if own.isEmpty { own = [] }  // a slice keeps what was taken off its front
            return WebSocketChunk(frames: first.frames, own: first.frames.count)
        }
        if let ending, ending.place <= place { return nil }
        guard let next = run?.next else { return nil }
        run = next
        guard lag <= limits.behind else {
            giveUp()
            return nil
        }
        return WebSocketChunk(frames: next.bytes, own: 0)
    }

    /// Called every second: one that is too far behind, or has had no room for too long, is to be closed.
    mutating func checkPace(_ now: ContinuousClock.Instant) {
        guard ending == nil else { return }
        let lag = lag
        if hasRoom, lag <= limits.room {
            crowdedSince = nil
        } else if lag > limits.behind || crowdedSince.map({ now - $0 > limits.patience }) ?? false {
            giveUp()
        } else {
            crowdedSince = crowdedSince ?? now
        }
    }

    /// The connection is over: nothing waits any more.
    mutating func clear() {
        (own, bytes, log, run) = ([], 0, nil, nil)
    }

    /// Closes hastily: the other end is too slow.
    private mutating func giveUp() {
        clear()
        ending = Ending(close: WebSocketClose(code: .tryAgainLater, reason: "too slow; come back"), place: 0)
    }
}

/// Frames to send next.
struct WebSocketChunk {
    let frames: [UInt8]
    /// How much of it is the connection's own and takes its room, in bytes.
    let own: Int
}

/// What a connection is closed with.
struct WebSocketClose {
    let code: WebSocketCloseCode
    let reason: String
}
