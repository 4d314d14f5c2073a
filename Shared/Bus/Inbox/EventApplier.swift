import Contracts
import Runtime
import Store

/// Applies what waits in the inbox: many events in one transaction, and the cursors with them.
struct EventApplier: Sendable {
    /// An event whose effect failed, and why.
    private struct Failure: Sendable {
        let step: DecodedEvents.Step
        let error: String

        var event: EventMessage { step.event }
    }

    private let bus: Bus
    /// How often the event at the cursor of a track has failed so far.
    private var failures: [Track: Int] = [:]
    private let backoff = Backoff(base: .milliseconds(50), limit: .seconds(2))

    init(_ bus: Bus) {
        self.bus = bus
    }

    /// Until cancelled; a batch that was begun is finished.
    mutating func run() async throws {
        let bus = bus
        var next = await Self.next(of: bus)
        while let events = next {
            async let following = Self.following(of: bus)
            try await settle(events)
            next = await following
            if next == nil { next = await Self.next(of: bus) }
        }
    }

    private static func next(of bus: Bus) async -> DecodedEvents? {
        await bus.inbox.next(bus.configuration.batch).map { DecodedEvents($0, bus) }
    }

    /// What is worth decoding while the events before it are committed: a full batch. Fewer come together with those
    /// that arrive meanwhile.
    private static func following(of bus: Bus) async -> DecodedEvents? {
        let limit = bus.configuration.batch
        guard !Task.isCancelled else { return nil }
        return bus.inbox.take(limit, atLeast: limit).map { DecodedEvents($0, bus) }
    }

    private mutating func settle(_ events: DecodedEvents) async throws {
        var tries = 0
        while await !settles(events) {
            tries += 1
            let pause = backoff.delay(after: tries)
            bus.logger.warning("events wait for the store", ["events": events.steps.count, "pause": pause])
            try await bus.clock.sleep(pause)
        }
    }

    /// - Returns: false when the store is out of reach: then the events are to be tried again.
    private mutating func settles(_ events: DecodedEvents) async -> Bool {
        do {
            do {
                try await commit(EventBatch(events, bus))
            } catch  where Self.isFault(error) {
                try await commitSingly(EventBatch(events, bus), era: events.era)
            }
        } catch let lost as LanesLost {
            bus.lose(lost.lanes)
            bus.inbox.with { inbox in for track in events.tracks { inbox.rewind(track, until: nil) } }
        } catch is CursorMoved {
            return await reread(events.tracks)
        } catch {
            bus.logger.warning("events not committed", ["error": "\(error)"])
            return false
        }
        return true
    }

    /// Whether an error may be the fault of one event alone.
    private static func isFault(_ error: any Error) -> Bool {
        switch error {
        case is LanesLost, is CursorMoved, StoreError.unavailable, StoreError.outcomeUnknown, StoreError.closed: false
        // Others were in the way, however often the store tried again: a serialization failure, a deadlock, a lock.
        case StoreError.engine("40001", _, _), StoreError.engine("40P01", _, _), StoreError.engine("55P03", _, _): false
        default: true
        }
    }

    /// All at once: the way it goes as long as no handler fails.
    private mutating func commit(_ batch: EventBatch) async throws {
        let ends = batch.ends
        try await bus.store.write { transaction in
            try batch.fence.check(in: transaction)
            for step in batch.steps { try step.effect?.apply(in: transaction) }
            try batch.advance(to: ends, in: transaction)
        }
        done(batch.steps, ends)
    }

    /// Each event behind a savepoint: one that fails holds up its own track alone.
    private mutating func commitSingly(_ batch: EventBatch, era: Int) async throws {
        let (kept, failed) = try await bus.store.write { transaction in
            try batch.fence.check(in: transaction)
            var kept: [EventBatch.Step] = []
            var failed: [Track: Failure] = [:]
            for step in batch.steps where failed[step.event.track] == nil {
                do {
                    try transaction.savepoint { try step.effect?.apply(in: transaction) }
                    kept.append(step)
                } catch  where Self.isFault(error) {
                    failed[step.event.track] = Failure(step: step, error: "\(error)")
                }
            }
            try batch.advance(to: EventBatch.ends(of: kept), in: transaction)
            return (kept, failed)
        }
        done(kept, EventBatch.ends(of: kept))
        for (track, failure) in failed { try await fail(track, failure, era: era) }
    }

    private mutating func done(_ steps: [EventBatch.Step], _ ends: [Track: Int64]) {
        for track in ends.keys where !failures.isEmpty { failures[track] = nil }
        bus.inbox.with { inbox in for (track, end) in ends { inbox.applied(track, upTo: end) } }
        bus.metrics.applied.increment(by: steps.count)
        bus.metrics.batches.observe(Double(steps.count))
        if let last = steps.last { bus.metrics.latency.observe(bus.clock.now() - last.event.tail.emittedAt) }
    }

    /// Lets the track rest before the next try; after the last one the event is buried and the track goes on.
    private mutating func fail(_ track: Track, _ failure: Failure, era: Int) async throws {
        bus.metrics.failures.increment()
        let count = failures[track, default: 0] + 1
        let details: [String: any LogValue] = [
            "topic": failure.event.tail.topic, "try": count, "lane": track.lane.number,
        ]
        guard count >= bus.configuration.attempts else {
            bus.logger.warning("event failed", details)
            failures[track] = count
            let pause = backoff.delay(after: count)
            return bus.inbox.with { $0.rewind(track, until: ContinuousClock.now + pause) }
        }
        let batch = try EventBatch(DecodedEvents(failure.step, era: era), bus)
        let letter = DeadLetter(failure.event, error: failure.error, at: bus.clock.now())
        try await bus.store.write { transaction in
            try batch.fence.check(in: transaction)
            try letter.bury(in: transaction)
            try batch.advance(to: [track: failure.event.sequence], in: transaction)
        }
        failures[track] = nil
        bus.metrics.deadLetters.increment()
        bus.logger.error("event became a dead letter", details)
        bus.inbox.with { inbox in inbox.reset(track, to: failure.event.sequence) }
    }

    /// Begins anew behind the cursors as the tables have them.
    /// - Returns: false when they cannot be read now.
    private func reread(_ tracks: Set<Track>) async -> Bool {
        guard let cursors = try? await bus.store.read({ try Cursors.read(in: $0) }) else { return false }
        bus.inbox.with { inbox in
            for track in tracks { inbox.reset(track, to: cursors[track] ?? 0) }
        }
        return true
    }
}
