import Contracts
import Runtime
import Synchronization

/// What the link's thread does with what comes, and with the time: it hands on, and waits for nobody.
final class BusReceiver: Sendable {
    private struct Times {
        let started = ContinuousClock.now
        var nextBeat = ContinuousClock.now
    }

    /// Events asked for by one replay; well below the high-water mark.
    private static let replayLimit = 1024
    /// An instance that is new beats more often for some time, so that it is found soon.
    private static let eagerBeat: Duration = .milliseconds(100)
    private static let eagerTime: Duration = .seconds(2)

    private let bus: Bus
    private let server: RequestServer
    private let retention: RetentionKeeper
    private let origin: OriginKeeper
    private let replays: AsyncStream<RequestMessage>.Continuation
    private let times = Mutex(Times())

    init(
        _ bus: Bus,
        _ server: RequestServer,
        _ retention: RetentionKeeper,
        _ origin: OriginKeeper,
        replays: AsyncStream<RequestMessage>.Continuation
    ) {
        self.bus = bus
        self.server = server
        self.retention = retention
        self.origin = origin
        self.replays = replays
    }

    /// Hands on what came, in its order.
    func received(_ messages: [Incoming]) {
        let now = ContinuousClock.now
        fill(messages, now)
        if !bus.tails.isEmpty { for message in messages { tell(message, now) } }
        var isReplayed = false
        for message in messages {
            switch message {
            case .event: break
            case .replayed: isReplayed = true
            case .reply(let reply): bus.pending.complete(reply)
            case .request(let request) where request.name == ReplayRequest.name: replays.yield(request)
            case .request(let request): server.accept(request, now: now)
            case .beat(let beat): heard(beat, now)
            case .broadcast(let broadcast): bus.broadcasts.receive(broadcast)
            }
        }
        if isReplayed { askForReplays(now) }
    }

    /// Keeps the time.
    func tick(_ now: ContinuousClock.Instant) {
        for request in bus.pending.due(now) { bus.publish(request) }
        askForReplays(now)
        for instance in bus.peers.forget(silentSince: now - bus.configuration.silence) {
            bus.logger.info("peer silent", ["instance": instance.text])
        }
        let isBeatDue = times.withLock { times in
            guard times.nextBeat <= now else { return false }
            let isNew = now - times.started < Self.eagerTime
            times.nextBeat = now + (isNew ? min(Self.eagerBeat, bus.configuration.beat) : bus.configuration.beat)
            return true
        }
        if isBeatDue { bus.pulse.yield() }
    }

    /// Fills the inbox.
    private func fill(_ messages: [Incoming], _ now: ContinuousClock.Instant) {
        let (duplicates, lost) = bus.inbox.with { inbox in
            var duplicates = 0
            var lost: Int64 = 0
            for message in messages {
                switch message {
                case .event(let event): if !inbox.receive(event, now: now) { duplicates += 1 }
                case .replayed(let end): if let source = end.source { lost += inbox.replayed(source, end.tracks) }
                case .beat(let beat):
                    for (source, heads) in beat.sources { inbox.learn(source, heads: heads, now: now) }
                case .request, .reply, .broadcast: break
                }
            }
            return (duplicates, lost)
        }
        bus.metrics.duplicates.increment(by: duplicates)
        if lost > 0 { bus.logger.error("events were deleted before they were read", ["events": lost]) }
    }

    /// Tells those who listen without a cursor.
    private func tell(_ message: Incoming, _ now: ContinuousClock.Instant) {
        switch message {
        case .event(let event): bus.tails.receive(event, now: now)
        case .replayed(let end): if let source = end.source { bus.tails.replayed(source, end.tracks) }
        case .beat(let beat): for (source, heads) in beat.sources { bus.tails.learn(source, heads: heads, now: now) }
        case .request, .reply, .broadcast: break
        }
    }

    private func heard(_ beat: Beat, _ now: ContinuousClock.Instant) {
        retention.heard(beat)
        origin.heard(beat)
        let isNew = !bus.peers.knows(beat.instance)
        if bus.peers.heard(beat, at: now) {
            for request in bus.pending.due(now, isBack: [beat.service]) { bus.publish(request) }
        }
        let origins = bus.peers.origins(of: beat.service)
        bus.inbox.with { $0.giveUp(beat.service, except: origins) }
        bus.tails.giveUp(beat.service, except: origins)
        guard isNew, !beat.isLeaving else { return }
        bus.logger.info("peer heard", ["service": beat.service, "instance": beat.instance.text])
        bus.pulse.yield()
    }

    /// Asks the producers for what is missing. An answer that gets lost is asked for again after a while.
    private func askForReplays(_ now: ContinuousClock.Instant) {
        let wanted = bus.inbox.with { $0.replays(now) }.merging(bus.tails.replays(now)) { durable, tail in
            // Both miss the same: the answer goes to both, from the earlier place on.
            Dictionary((durable + tail).map { ($0.lane, $0.sequence) }, uniquingKeysWith: min)
                .map { ReplayRequest.After(lane: $0.key, sequence: $0.value) }
        }
        for (source, tracks) in wanted {
            let request = ReplayRequest(
                origin: source.origin.text,
                stream: source.stream,
                tracks: tracks,
                limit: Self.replayLimit
            )
            bus.send(request, to: source.producer)
        }
    }
}

extension ReplayedMessage {
    /// - Returns: nil when it names no outbox.
    var source: Source? {
        Origin(origin).map { Source(producer: producer, origin: $0, stream: stream) }
    }
}

extension Beat {
    /// The streams that the sender's service tells, and the heads of their lanes.
    var sources: [(Source, [Int64])] {
        guard let origin = Origin(origin) else { return [] }
        return heads.map { (Source(producer: service, origin: origin, stream: $0.stream), $0.sequences) }
    }
}
