import Synchronization

/// What the link's thread is asked to do, in order, by any other thread.
final class Outgoing: Sendable {
    enum Item: Sendable {
        /// One of our events, just committed.
        case event(ToldEvent)
        case message(topic: String, header: [UInt8], payload: [UInt8])
        case subscribe(String)
        case unsubscribe(String)
        case connect(String)
        case disconnect(String)
        /// The last one.
        case stop
    }

    private struct State {
        var items: [Item] = []
        /// The thread polls, or is about to.
        var isAsleep = false
        var wakeup: Wakeup?
    }

    /// How many events may wait; further ones are dropped here, and the heads in the heartbeats reveal them.
    static let capacity = 65_536

    private let state = Mutex(State())

    func add(_ item: Item) { add([item]) }

    /// Takes events that were just committed.
    func add(_ events: [ToldEvent]) { add(events.map { .event($0) }, upTo: Self.capacity) }

    func add(_ items: [Item]) { add(items, upTo: .max) }

    private func add(_ items: [Item], upTo limit: Int) {
        let wakeup = state.withLock { state -> Wakeup? in
            guard state.items.count < limit else { return nil }
            state.items += items
            guard state.isAsleep else { return nil }
            state.isAsleep = false
            return state.wakeup
        }
        wakeup?.wake()
    }

    /// From now on `add` wakes this thread.
    func attach(_ wakeup: Wakeup?) {
        state.withLock { state in
            state.wakeup = wakeup
            state.isAsleep = false
        }
    }

    func take() -> [Item] {
        state.withLock { state in
            defer { state.items = [] }
            return state.items
        }
    }

    /// - Returns: false when there is something to do: then do not sleep.
    func fallAsleep() -> Bool {
        state.withLock { state in
            state.isAsleep = state.items.isEmpty
            return state.isAsleep
        }
    }
}
