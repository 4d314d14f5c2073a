import Contracts
import Synchronization

/// The listeners without a cursor, and the order of what they hear.
final class Tails: Sendable {
    private struct Listener {
        let feed: Feed
        let events: AsyncStream<ToldEvent>.Continuation
    }

    private struct State {
        var listeners: [Int: Listener] = [:]
        var next = 0
        var sequencers: [Track: Sequencer] = [:]
    }

    private let state = Mutex(State())
    private let outgoing: Outgoing

    init(_ outgoing: Outgoing) {
        self.outgoing = outgoing
    }

    func open(_ feed: Feed, limit: Int) -> AsyncStream<ToldEvent> {
        let (events, continuation) = AsyncStream.makeStream(
            of: ToldEvent.self,
            bufferingPolicy: .bufferingNewest(limit)
        )
        let (number, isFirst) = state.withLock { state in
            let isFirst = !state.listeners.values.contains { $0.feed == feed }
            state.next += 1
            state.listeners[state.next] = Listener(feed: feed, events: continuation)
            return (state.next, isFirst)
        }
        continuation.onTermination = { [weak self] _ in self?.close(number) }
        if isFirst { outgoing.add(topics(of: feed).map { .subscribe($0) }) }
        return events
    }

    var isEmpty: Bool { state.withLock { $0.listeners.isEmpty } }

    /// Whether it is known where a lane stands.
    func isFollowing(_ lane: Lane) -> Bool {
        state.withLock { $0.sequencers.keys.contains { $0.lane == lane } }
    }

    /// A track begins with the first event that is heard of it.
    func receive(_ event: EventMessage, now: ContinuousClock.Instant) {
        state.withLock { state in
            let listeners = state.listeners.values.filter { $0.feed == event.track.source.feed }
            guard !listeners.isEmpty else { return }
            var ready: [EventMessage] = []
            _ = state.sequencers[event.track, default: Sequencer(after: event.sequence - 1)]
                .receive(event, now: now, into: &ready)
            for event in ready { for listener in listeners { listener.events.yield(ToldEvent(event)) } }
        }
    }

    /// Learns from a heartbeat what exists.
    /// - Parameter sequences: by lane.
    func learn(_ source: Source, heads sequences: [Int64], now: ContinuousClock.Instant) {
        state.withLock { state in
            guard state.listeners.values.contains(where: { $0.feed == source.feed }) else { return }
            for (lane, head) in zip(Lane.all, sequences) {
                state.sequencers[Track(source, lane), default: Sequencer(after: head)].learn(head: head, now: now)
            }
        }
    }

    func replayed(_ source: Source, _ extents: [ReplayedMessage.Extent]) {
        state.withLock { state in
            let listeners = state.listeners.values.filter { $0.feed == source.feed }
            var ready: [EventMessage] = []
            for extent in extents {
                guard let lane = Lane(extent.lane) else { continue }
                state.sequencers[Track(source, lane)]?
                    .replayed(first: extent.first, head: extent.head, into: &ready)
            }
            for event in ready { for listener in listeners { listener.events.yield(ToldEvent(event)) } }
        }
    }

    /// Waits no longer for what outboxes have told that a service has given up.
    func giveUp(_ producer: ServiceName, except origins: Set<Origin>) {
        guard !origins.isEmpty else { return }
        state.withLock { state in
            state.sequencers = state.sequencers.filter {
                $0.key.source.producer != producer || origins.contains($0.key.source.origin)
            }
        }
    }

    /// Which events to ask for again; asking is remembered.
    func replays(_ now: ContinuousClock.Instant) -> [Source: [ReplayRequest.After]] {
        state.withLock { state in
            var wanted: [Source: [ReplayRequest.After]] = [:]
            for (track, sequencer) in state.sequencers where sequencer.wantsReplay(now) {
                state.sequencers[track]?.asked(now)
                let after = ReplayRequest.After(lane: track.lane.number, sequence: sequencer.last)
                wanted[track.source, default: []].append(after)
            }
            return wanted
        }
    }

    private func close(_ number: Int) {
        let feed = state.withLock { state -> Feed? in
            guard let feed = state.listeners.removeValue(forKey: number)?.feed,
                !state.listeners.values.contains(where: { $0.feed == feed })
            else { return nil }
            state.sequencers = state.sequencers.filter { $0.key.source.feed != feed }
            return feed
        }
        if let feed { outgoing.add(topics(of: feed).map { .unsubscribe($0) }) }
    }

    private func topics(of feed: Feed) -> [String] { Lane.all.map { Topic.events(feed, $0) } }
}
