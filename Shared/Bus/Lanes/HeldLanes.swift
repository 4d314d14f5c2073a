import Store
import Synchronization

/// The lanes that this instance holds now, each with the epoch in which it took it. Shared by all parts of the bus.
final class HeldLanes: Sendable {
    private let epochs = Mutex<[Lane: Int64]>([:])

    var set: LaneSet { epochs.withLock { LaneSet($0.keys) } }

    func contains(_ lane: Lane) -> Bool { epochs.withLock { $0[lane] != nil } }

    func take(_ lane: Lane, epoch: Int64) {
        epochs.withLock { $0[lane] = epoch }
    }

    /// - Returns: false when it was not held.
    func release(_ lane: Lane) -> Bool {
        epochs.withLock { $0.removeValue(forKey: lane) != nil }
    }

    /// What a transaction that writes for these lanes has to check.
    /// - Throws: ``LanesLost`` when one of them is not held any more.
    func fence(_ lanes: some Swift.Sequence<Lane>) throws(LanesLost) -> Fence {
        let lanes = Set(lanes)
        let (held, lost) = epochs.withLock { epochs in
            (epochs.filter { lanes.contains($0.key) }, lanes.filter { epochs[$0] == nil })
        }
        guard lost.isEmpty else { throw LanesLost(lanes: lost) }
        return Fence(epochs: held)
    }
}

/// Keeps a former holder of lanes from writing: a new holder raises the epoch.
struct Fence: Sendable {
    let epochs: [Lane: Int64]

    /// Reads the epochs and keeps them as they are until the transaction ends. With SQLite one process has the file to
    /// itself, so there is nothing to check.
    /// - Throws: ``LanesLost``, ``StoreError``.
    func check(in transaction: any Transaction) throws {
        guard transaction.engine == .postgres, !epochs.isEmpty else { return }
        let lanes = epochs.keys.sorted()
        let places = lanes.map { _ in "?" }.joined(separator: ", ")
        let rows = try transaction.rows(
            sql: "SELECT lane, epoch FROM lane WHERE lane IN (\(places)) ORDER BY lane FOR SHARE",
            arguments: lanes.map(\.number)
        )
        var found: [Int: Int64] = [:]
        for row in rows { found[try row.get(0)] = try row.get(1, as: Int64.self) }
        let lost = lanes.filter { found[$0.number] != epochs[$0] }
        guard lost.isEmpty else { throw LanesLost(lanes: Set(lost)) }
    }
}

/// Another instance holds these lanes now: nothing was written.
struct LanesLost: Error {
    let lanes: Set<Lane>
}
