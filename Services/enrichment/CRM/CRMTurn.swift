import Contracts
import Runtime
import Store

/// A run that this instance alone makes, for as long as it is heard of.
struct CRMTurn: Sendable {
    let workspace: WorkspaceID
    /// Of the instance.
    let holder: String
    /// How long the instance may be silent before another begins.
    let lease: Duration
    /// How often a run was asked for by then; what is asked for later is another run's.
    let asked: Int
    /// All is to be read, whenever it was read last.
    let whole: Bool
    /// What is gone there goes here, however much it is.
    let acceptsRemovals: Bool
    /// Runs that have failed before it, one after the other.
    let failures: Int

    /// Nil when no run is due or another instance makes it.
    static func take(
        _ workspace: WorkspaceID,
        _ holder: String,
        _ lease: Duration,
        at now: Timestamp,
        _ transaction: any Transaction
    ) throws -> CRMTurn? {
        guard let row = try transaction.first(CRMQuery.take, workspace, holder, now, now + lease) else { return nil }
        return CRMTurn(
            workspace: workspace,
            holder: holder,
            lease: lease,
            asked: try row.get("asked"),
            whole: try row.get("whole"),
            acceptsRemovals: try row.get("removals"),
            failures: try row.get("failures")
        )
    }

    /// Part of every write of the run: nothing is written once another instance makes it.
    /// - Throws: `CRMError.taken`.
    func hold(at now: Timestamp, _ transaction: any Transaction) throws {
        guard try transaction.run(CRMQuery.hold, workspace, holder, now + lease) == 1 else { throw CRMError.taken }
    }

    /// - Parameter next: when the next run is due, unless one was asked for meanwhile.
    func finish(failures: Int, next: Timestamp, _ transaction: any Transaction) throws {
        try transaction.run(CRMQuery.finish, workspace, holder, failures, next, asked)
    }
}
