import Contracts
import Runtime
import Store

/// Holds this instance's share of the lanes. With SQLite that is all of them: one process has the file to itself. With
/// PostgreSQL each lane is an advisory lock of one session, which a dead instance loses with its connection.
struct LaneKeeper: Sendable {
    private let bus: Bus
    private var session: (any LockSession)?
    /// The lanes whose locks it has.
    private var locked: Set<Lane> = []

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
        bus.lose(Set(LaneShare.excess(of: bus.held.set, among: count)))
        // Also one that was taken for lost since its epoch had changed, though we had changed it.
        for lane in locked where !bus.held.contains(lane) {
            try await session.unlock(Self.key(lane))
            locked.remove(lane)
        }
        let claimed = instances.filter { $0.key != bus.instance }.values.reduce(LaneSet.none) { $0.union($1.lanes) }
        var missing = LaneShare.missing(from: bus.held.set, among: count)
        var taken: [Lane] = []
        for lane in LaneShare.candidates(for: bus.held.set, claimed: claimed) where missing > 0 {
            guard try await session.tryLock(Self.key(lane)) else { continue }
            locked.insert(lane)
            taken.append(lane)
            missing -= 1
        }
        if !taken.isEmpty { try await take(taken) }
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
        locked = []
    }

    /// The lock of a lane; the store tells services apart.
    private static func key(_ lane: Lane) -> Int64 { 0x6d79_6e61_6800 + Int64(lane.number) }
}
