import WebSocket

/// What is held of one lane while somebody listens to it.
struct LiveLane: Sendable {
    private struct Listener {
        let view: LiveView
        let wake: AsyncStream<LiveWake>.Continuation
    }

    private(set) var frames: LiveFrames
    private var pages = LivePages()
    /// Those who read page by page.
    private var listeners: [Int: Listener] = [:]
    /// Those who have all until now and are sent what comes.
    private(set) var logs: [LiveView: LiveLog] = [:]

    /// - Parameter head: everything up to it is in the store only.
    init(head: Int64) {
        frames = LiveFrames(head: head)
    }

    /// Whether nobody listens.
    var isEmpty: Bool { listeners.isEmpty && logs.isEmpty }

    mutating func listen(_ id: Int, _ view: LiveView, _ wake: AsyncStream<LiveWake>.Continuation) {
        listeners[id] = Listener(view: view, wake: wake)
    }

    /// - Returns: false when there is more behind the sequence.
    mutating func join(_ listener: LiveListener, _ socket: WebSocketConnection, at sequence: Int64) -> Bool {
        guard sequence == frames.head else { return false }
        logs[listener.view.shared, default: LiveLog()].join(listener, socket)
        listeners.removeValue(forKey: listener.id)?.wake.finish()
        return true
    }

    mutating func leave(_ listener: LiveListener) {
        listeners.removeValue(forKey: listener.id)?.wake.finish()
        let view = listener.view.shared
        logs[view]?.leave(listener)
        if logs[view]?.isEmpty == true { logs[view] = nil }
    }

    /// Takes what follows in the lane, and tells everybody.
    /// - Returns: how many were told.
    @discardableResult
    mutating func append(_ new: [LiveFrame]) -> Int {
        let fresh = new.filter { frames.append($0) }
        pages.clear()
        for (view, log) in logs { log.append(fresh, view) }
        for listener in listeners.values { listener.wake.yield(.more) }
        return listeners.count + logs.values.reduce(0) { $0 + $1.count }
    }

    /// Shows what is fleeting to all who may view it.
    func show(_ text: LiveText, to mayView: (LiveView) -> Bool) {
        for (view, log) in logs where mayView(view) { log.append(text, view) }
        for listener in listeners.values where mayView(listener.view) { listener.wake.yield(.fleeting(text)) }
    }

    /// Ends the connections of all.
    func letGo() {
        for listener in listeners.values { listener.wake.finish() }
        for log in logs.values { log.close() }
    }

    /// Wakes those who listen.
    func beat() {
        for listener in listeners.values { listener.wake.yield(.more) }
    }

    /// The page that follows a place; nil for one of which the store alone knows.
    mutating func page(after sequence: Int64, _ view: LiveView, as form: LiveForm) -> LivePage? {
        guard let following = frames.after(sequence) else { return nil }
        return pages.page(following.prefix(LivePage.frames), after: sequence, view, as: form)
    }
}
