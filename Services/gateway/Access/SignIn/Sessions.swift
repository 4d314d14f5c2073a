import Contracts
import Runtime
import Store

/// Where people are signed in, and who tried to.
struct Sessions: Sendable {
    let store: any Store
    let clock: WallClock
    /// Those who are connected are looked at again.
    var changed: @Sendable () -> Void = {}

    func list(of staff: StaffID, seenBy pass: Pass) async throws -> [Session] {
        let now = clock.now()
        return try await store.read { reader in
            try reader.rows(SignInQuery.ownSessions, staff, now).map { try Session($0, seenBy: pass) }
        }
    }

    /// - Throws: 404 `not_found`, also for someone else's.
    func end(_ id: String, of staff: StaffID) async throws {
        let (now, changed) = (clock.now(), changed)
        try await store.write { transaction in
            guard let row = try transaction.first(SignInQuery.ownSession, staff, id) else {
                throw Problem.notFound("session")
            }
            let hash: String = try row.get("token_hash")
            try transaction.run(AccessQuery.touchByToken, hash, now)
            try transaction.run(AccessQuery.endSignIn, hash)
            transaction.afterCommit(changed)
        }
    }

    /// Who tried to sign in as oneself, newest first.
    func attempts(of staff: StaffID, _ query: AttemptListQuery) async throws -> Page<SignInAttempt> {
        let limit = try PageLimit(query.limit ?? 50, upTo: 200)
        return try await store.read { reader in
            let rows = try reader.rows(SignInQuery.ownAttempts, staff, query.cursor ?? "~", limit.toRead)
            return limit.page(try rows.map(SignInAttempt.init)) { $0.id }
        }
    }

    /// Who tried to sign in as one of a workspace, as far as it is the workspace's business.
    /// - Throws: 404 `not_found`, also for one of another branch than `scope`.
    func attempts(
        of staff: StaffID,
        in workspace: WorkspaceID,
        scope: String?,
        _ query: AttemptListQuery
    ) async throws -> Page<SignInAttempt> {
        let limit = try PageLimit(query.limit ?? 50, upTo: 200)
        return try await store.read { reader in
            _ = try StaffTable(workspace: workspace, scope: scope).staff(staff, in: reader)
            let rows = try reader.rows(SignInQuery.attemptsOf, staff, query.cursor ?? "~", limit.toRead, workspace)
            return limit.page(try rows.map(SignInAttempt.init)) { $0.id }
        }
    }
}
