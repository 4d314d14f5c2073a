import Synchronization

/// The listeners of `/ws`: each hears the events it asked for from now on, and nothing of before.
final class SocketFeed: Sendable {
    private struct Listener: Sendable {
        let session: String
        let events: EventFilter
        let send: @Sendable ([UInt8]) -> Void
    }

    private let listeners = Mutex<(next: Int, byID: [Int: Listener])>((0, [:]))

    /// - Parameters:
    ///   - session: `*` for all.
    ///   - send: must not block.
    /// - Returns: what ``remove(_:)`` takes.
    func add(session: String, events: EventFilter, send: @escaping @Sendable ([UInt8]) -> Void) -> Int {
        listeners.withLock { state in
            state.next += 1
            state.byID[state.next] = Listener(session: session, events: events, send: send)
            return state.next
        }
    }

    func remove(_ id: Int) {
        listeners.withLock { $0.byID[id] = nil }
    }

    var count: Int { listeners.withLock { $0.byID.count } }

    func isWanted(_ event: String, _ session: String) -> Bool {
        listeners.withLock { state in state.byID.values.contains { Self.wants($0, event, session) } }
    }

    func tell(_ envelope: Envelope) {
        let hearers = listeners.withLock { state in
            state.byID.values.filter { Self.wants($0, envelope.event, envelope.session) }
        }
        for hearer in hearers { hearer.send(envelope.bytes) }
    }

    private static func wants(_ listener: Listener, _ event: String, _ session: String) -> Bool {
        (listener.session == "*" || listener.session == session) && listener.events.wants(event)
    }
}
