import Bus
import Contracts
import Crypto
import Runtime
import Store

/// Makes the first workspace and its administrator when there is none.
struct Bootstrap: Sendable {
    let store: any Store
    let outbox: Outbox
    let clock: WallClock

    /// A first administrator with a password made at random.
    struct FirstPassword: Sendable {
        let email: String
        let password: String
    }

    /// - Parameter password: the administrator's; nil makes one at random.
    /// - Returns: the workspace, and the password when it was made here: it is shown once and kept nowhere.
    func run(email: String, password: String?) async throws -> (workspace: WorkspaceID, made: FirstPassword?) {
        let exists = try await store.read { try $0.first(StaffQuery.anyStaff) != nil }
        let chosen = password ?? RandomBytes.token()
        let hash = exists ? nil : try await PasswordHash.make(chosen).text
        let (now, outbox) = (clock.now(), outbox)
        let (workspace, isNew) = try await store.write { transaction in
            // Another instance that starts as well must not make a workspace of its own.
            try transaction.takeTurn("bootstrap")
            let workspace = try Self.workspace(in: transaction, now: now)
            let turn = try StaffTurn(workspace, by: .all, at: now, outbox, in: transaction)
            guard let hash, try transaction.first(StaffQuery.anyStaff) == nil else { return (workspace, false) }
            let role = BuiltInRole.administrator.name
            _ = try turn.add(StaffFields(email: email, name: "Administrator", role: role), hash: hash)
            return (workspace, true)
        }
        return (workspace, isNew && password == nil ? FirstPassword(email: email, password: chosen) : nil)
    }

    private static func workspace(in transaction: any Transaction, now: Timestamp) throws -> WorkspaceID {
        if let row = try transaction.first(WorkspaceQuery.firstWorkspace) { return try row.get("id") }
        return try Workspaces.make("Main", at: now, in: transaction)
    }
}
