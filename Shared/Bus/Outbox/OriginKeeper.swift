import Contracts
import Runtime
import Store
import Synchronization

/// Knows which outbox our tables are, and notices when they have gone back to an earlier state, as after a restore.
///
/// Such tables give numbers to new events that others have read long ago, and would skip. So they go on as another outbox,
/// of which nobody has read anything. What proves it is a sequence of ours that somebody has seen and that the tables do
/// not reach: how far others have read, as their heartbeats tell, and the heads that we saw ourselves.
///
/// For a moment after the start nothing is told, until those who read us were heard: else new events could pass what they
/// have read, and the proof would be gone.
final class OriginKeeper: Sendable {
    private struct State {
        var origin: Origin
        /// The newest sequences that were ever seen of this outbox.
        var seen: [OwnTrack: Int64] = [:]
        /// The heads at our start, until we tell.
        var opening: [OwnTrack: Int64]?
    }

    private let bus: Bus
    /// The services that have read our streams before.
    private let readers: Set<ServiceName>
    /// When not to wait for them any longer.
    private let openingEnd: ContinuousClock.Instant
    private let state: Mutex<State>

    /// - Throws: ``StoreError``.
    init(_ bus: Bus) async throws {
        let (origin, heads, readers) = try await bus.store.write { [own = bus.service] transaction in
            let readers = try transaction.rows(BusQuery.consumers).compactMap { row in
                ServiceName(rawValue: try row.get("service"))
            }
            let heads = try transaction.engine.eventLog.heads(in: transaction)
            return (try Self.settle(in: transaction), heads, Set(readers).subtracting([own]))
        }
        self.bus = bus
        self.readers = readers
        openingEnd = ContinuousClock.now + bus.configuration.silence
        state = Mutex(State(origin: origin, opening: readers.isEmpty ? nil : heads))
        if readers.isEmpty { bus.outbox.outgoing.add(.origin(origin)) }
    }

    /// The outbox that we speak for.
    var current: Origin { state.withLock { $0.origin } }

    /// Whether we let others know what our tables have.
    var isTelling: Bool { state.withLock { $0.opening == nil } }

    /// Learns from a heartbeat how far others have read.
    func heard(_ beat: Beat) {
        for read in beat.read where read.producer == bus.service {
            state.withLock { state in
                guard read.origin == state.origin.text else { return }
                for (lane, sequence) in zip(Lane.all, read.sequences) where sequence > 0 {
                    state.seen[OwnTrack(read.stream, lane), default: 0].raise(to: sequence)
                }
            }
        }
    }

    /// Looks at the tables.
    /// - Returns: the outbox that we speak for from now on, and how far its tracks are; no tracks before we tell.
    /// - Throws: ``StoreError``.
    func look() async throws -> (origin: Origin, heads: [OwnTrack: Int64]) {
        // In this order: what they have read was heard with them.
        let hasHeardReaders = readers.allSatisfy { bus.peers.lanes(of: $0) == .all }
        let known = state.withLock { $0 }
        let (named, heads) = try await bus.store.read { reader in
            (try Self.origin(in: reader), try reader.engine.eventLog.heads(in: reader))
        }
        let origin = try await origin(named, heads, known)
        let isTelling =
            known.opening == nil || origin != known.origin || hasHeardReaders || ContinuousClock.now >= openingEnd
        state.withLock { state in
            if origin != state.origin { (state.origin, state.seen) = (origin, [:]) }
            guard isTelling else { return }
            state.opening = nil
            for (track, head) in heads { state.seen[track, default: 0].raise(to: head) }
        }
        if isTelling, known.opening != nil || origin != known.origin { bus.outbox.outgoing.add(.origin(origin)) }
        return (origin, isTelling ? heads : [:])
    }

    /// Which outbox the tables are.
    /// - Parameters:
    ///   - named: what they say themselves.
    ///   - known: before they were looked at.
    private func origin(_ named: Origin?, _ heads: [OwnTrack: Int64], _ known: State) async throws -> Origin {
        guard named == known.origin else {
            // On PostgreSQL another instance may have been first.
            let found = try await bus.store.write { try Self.settle(in: $0) }
            bus.logger.warning("tables are another outbox now", ["former": known.origin.text, "origin": found.text])
            return found
        }
        // Until we tell, nobody can have read what came since our start, unless others of us told it.
        let reached = bus.store.engine == .sqlite ? known.opening ?? heads : heads
        let beyond = known.seen.filter { $0.value > reached[$0.key, default: 0] }
        return beyond.isEmpty ? known.origin : try await replace(known.origin, beyond.count)
    }

    /// Makes the tables another outbox, of which nobody has read anything.
    private func replace(_ old: Origin, _ tracks: Int) async throws -> Origin {
        let (isOurs, origin) = try await bus.store.write { transaction in
            let new = Int64(Origin().value)
            let isOurs = try transaction.run(BusQuery.replaceOrigin, new, Int64(old.value)) == 1
            if isOurs { try transaction.run(BusQuery.forgetReading) }
            return (isOurs, try Self.settle(in: transaction))
        }
        if isOurs {
            bus.metrics.restored.increment()
            let details: [String: any LogValue] = ["former": old.text, "origin": origin.text, "tracks": tracks]
            bus.logger.warning("tables have gone back to an earlier state; all that they keep is told anew", details)
        }
        return origin
    }

    /// What the tables say.
    static func origin(in reader: any Reader) throws -> Origin? {
        try reader.first(BusQuery.origin).map { Origin(UInt32(truncatingIfNeeded: try $0.get(0, as: Int64.self))) }
    }

    /// What the tables say, made up when they say nothing: at the first start, or as somebody has deleted it to have all
    /// told anew.
    private static func settle(in transaction: any Transaction) throws -> Origin {
        let new = Origin()
        let isNew = try transaction.run(BusQuery.makeOrigin, Int64(new.value)) == 1
        if isNew { try transaction.run(BusQuery.forgetReading) }
        return try origin(in: transaction) ?? new
    }
}

extension Int64 {
    fileprivate mutating func raise(to other: Int64) { self = Swift.max(self, other) }
}
