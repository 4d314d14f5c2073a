import Runtime
import Synchronization

/// What the link's thread is asked to do, in order, by any other thread.
final class Outgoing: Sendable {
    enum Item: Sendable {
        /// From now on our events are of this outbox. Those before the first one are not sent.
        case origin(Origin)
        /// Our events, just committed.
        case events([NumberedEvent])
        /// Our events once more, for one peer.
        case again([NumberedEvent], topic: String)
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
        /// Events among them that were just committed.
        var events = 0
        var broadcasts = 0
        /// The thread polls, or is about to.
        var isAsleep = false
        var wakeup: Wakeup?
    }

    /// How many events may wait; further ones are dropped here, and the heads in the heartbeats reveal them.
    static let capacity = 65_536
    /// How many broadcasts may wait; further ones are dropped.
    static let broadcastCapacity = 1024

    private let state = Mutex(State())

    func add(_ item: Item) { add([item]) }

    func add(_ items: [Item]) { add { $0.items += items } }

    /// Takes events that were just committed.
    func add(_ events: [NumberedEvent]) {
        add { state in
            guard state.events < Self.capacity else { return }
            state.items.append(.events(events))
            state.events += events.count
        }
    }

    /// Takes what may be dropped.
    func add(broadcast item: Item) {
        add { state in
            guard state.broadcasts < Self.broadcastCapacity else { return }
            state.items.append(item)
            state.broadcasts += 1
        }
    }

    private func add(_ change: (inout State) -> Void) {
        let wakeup = state.withLock { state -> Wakeup? in
            change(&state)
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
            defer { (state.items, state.events, state.broadcasts) = ([], 0, 0) }
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
