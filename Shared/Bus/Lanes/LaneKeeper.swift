import Contracts
import Runtime
import Store

/// Holds this instance's share of the lanes. With SQLite that is all of them: one process has the file to itself. With
/// PostgreSQL each lane is an advisory lock of one session, which a dead instance loses with its connection.
struct LaneKeeper: Sendable {
    private let bus: Bus
    private var session: (any LockSession)?

    init(_ bus: Bus) {
        self.bus = bus
    }

    /// Until cancelled; then all lanes are let go.
    mutating func run() async throws {
        do {
            while true {
                do {
                    try await keep()
                } catch let error as StoreError {
                    bus.logger.warning("lanes cannot be kept", ["error": "\(error)"])
                    await drop()
                }
                try await Task.sleep(for: bus.configuration.beat)
            }
        } catch {
            await drop()
            throw error
        }
    }

    private mutating func keep() async throws {
        let session = try await liveSession()
        let instances = bus.peers.instances(of: bus.service)
        let count = instances.count + (instances[bus.instance] == nil ? 1 : 0)
        for lane in LaneShare.excess(of: bus.held.set, among: count) {
            bus.lose([lane])
            try await session.unlock(Self.key(lane))
        }
        // A lane that was lost to a new epoch is locked by another session; ours lets go of what it does not use.
        let claimed = instances.filter { $0.key != bus.instance }.values.reduce(LaneSet.none) { $0.union($1.lanes) }
        var missing = LaneShare.missing(from: bus.held.set, among: count)
        var locked: [Lane] = []
        for lane in LaneShare.candidates(for: bus.held.set, claimed: claimed) where missing > 0 {
            guard try await session.tryLock(Self.key(lane)) else { continue }
            locked.append(lane)
            missing -= 1
        }
        if !locked.isEmpty { try await take(locked) }
        if !bus.held.set.isEmpty { bus.readiness.ready(bus.name) }
    }

    /// Raises the epochs, which shuts out former holders, and reads how far they came.
    private func take(_ lanes: [Lane]) async throws {
        let (epochs, cursors) = try await bus.store.write { [instance = bus.instance.text] transaction in
            var epochs: [Lane: Int64] = [:]
            for lane in lanes {
                let row = try transaction.first(BusQuery.takeLane, lane.number, instance)
                epochs[lane] = try row?.get(0) ?? 0
            }
            return (epochs, try Cursors.read(in: transaction))
        }
        for (lane, epoch) in epochs { bus.hold(lane, epoch: epoch, cursors: cursors) }
        bus.logger.info("lanes taken", ["taken": lanes.count, "held": bus.held.set.count])
        bus.pulse.yield()
    }

    /// The session, a new one when the old one has died and its locks with it.
    private mutating func liveSession() async throws -> any LockSession {
        if let session, await session.isAlive() { return session }
        await drop()
        let new = try await bus.store.lockSession()
        session = new
        return new
    }

    private mutating func drop() async {
        bus.lose(Set(bus.held.set.lanes))
        await session?.close()
        session = nil
    }

    /// The lock of a lane; the store tells services apart.
    private static func key(_ lane: Lane) -> Int64 { 0x6d79_6e61_6800 + Int64(lane.number) }
}
