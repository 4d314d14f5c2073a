import Contracts
import Synchronization

/// The instances that were heard of lately, by their heartbeats; this one is among them.
final class Peers: Sendable {
    struct Peer: Sendable {
        let service: ServiceName
        /// Of its outbox; nil when it names none.
        let origin: Origin?
        let lanes: LaneSet
        let heardAt: ContinuousClock.Instant
    }

    private let peers = Mutex<[InstanceID: Peer]>([:])

    /// - Returns: whether the service can answer in lanes that nobody held before.
    func heard(_ beat: Beat, at now: ContinuousClock.Instant) -> Bool {
        peers.withLock { peers in
            let before = peers.values.filter { $0.service == beat.service }.reduce(LaneSet.none) { $0.union($1.lanes) }
            guard !beat.isLeaving else {
                peers[beat.instance] = nil
                return false
            }
            peers[beat.instance] = Peer(
                service: beat.service,
                origin: Origin(beat.origin),
                lanes: beat.lanes,
                heardAt: now
            )
            return !beat.lanes.subtracting(before).isEmpty
        }
    }

    /// - Returns: the instances that have been silent for too long and are taken for dead.
    func forget(silentSince moment: ContinuousClock.Instant) -> [InstanceID] {
        peers.withLock { peers in
            let silent = peers.filter { $0.value.heardAt < moment }.map(\.key)
            for instance in silent { peers[instance] = nil }
            return silent
        }
    }

    func knows(_ instance: InstanceID) -> Bool { peers.withLock { $0[instance] != nil } }

    func instances(of service: ServiceName) -> [InstanceID: Peer] {
        peers.withLock { peers in peers.filter { $0.value.service == service } }
    }

    /// The lanes that live instances of the service hold.
    func lanes(of service: ServiceName) -> LaneSet {
        peers.withLock { peers in
            peers.values.filter { $0.service == service }.reduce(LaneSet.none) { $0.union($1.lanes) }
        }
    }

    /// A lane that a live instance of the service holds; any when none is known.
    func lane(of service: ServiceName) -> Lane {
        lanes(of: service).lanes.randomElement() ?? Lane.all[Int.random(in: 0..<Lane.count)]
    }

    /// The outboxes that live instances of the service speak for: one, but for a moment after its tables have gone back.
    func origins(of service: ServiceName) -> Set<Origin> {
        peers.withLock { peers in Set(peers.values.filter { $0.service == service }.compactMap(\.origin)) }
    }
}
