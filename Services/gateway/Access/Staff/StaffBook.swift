import Bus
import Contracts
import Crypto
import Runtime
import Store

/// The people who work in the workspaces, and their roles: read and changed.
struct StaffBook: Sendable {
    let store: any Store
    let outbox: Outbox
    let clock: WallClock
    /// Those who are connected are looked at again.
    var changed: @Sendable () -> Void = {}

    /// - Parameter scope: the one branch whose staff are listed; nil for all of them.
    func list(_ query: StaffListQuery, in workspace: WorkspaceID, scope: String?) async throws -> Page<Staff> {
        try await store.read { try StaffTable(workspace: workspace, scope: scope).page(query, in: $0) }
    }

    /// - Throws: 404 `not_found`, also for one of another branch than `scope`.
    func member(_ id: StaffID, in workspace: WorkspaceID, scope: String?) async throws -> StaffMember {
        try await store.read { try StaffTable(workspace: workspace, scope: scope).member(id, in: $0) }
    }

    func add(_ new: NewStaff, by caller: Caller) async throws -> Staff {
        let fields = try new.fields.validated()
        if let password = new.password { try Password.check(password) }
        let hash = try await Self.hash(new.password)
        return try await change(by: caller) { try $0.add(fields, hash: hash) }
    }

    /// The branches that staff belong to.
    func branches(in workspace: WorkspaceID) async throws -> [Branch] {
        try await store.read { reader in
            try reader.rows(StaffQuery.staffBranches, workspace).map { Branch(name: try $0.get("branch")) }
        }
    }

    /// Whether one of the staff signs in only after choosing a password by a link.
    func isWaitingForLink(_ id: StaffID) async throws -> Bool {
        try await store.read { try $0.first(StaffQuery.waitingForLink, id) != nil }
    }

    func update(_ id: StaffID, _ fields: StaffFields, by caller: Caller) async throws -> Staff {
        let fields = try fields.validated()
        return try await change(by: caller) { try $0.update(id, fields) }
    }

    func setStatus(_ id: StaffID, _ status: Staff.Status, by caller: Caller) async throws -> Staff {
        try await change(by: caller) { try $0.setStatus(id, status) }
    }

    func setExceptions(_ id: StaffID, _ given: PermissionExceptions, by caller: Caller) async throws -> StaffMember {
        try await change(by: caller) { try $0.setExceptions(id, given) }
    }

    func roles(in workspace: WorkspaceID) async throws -> [Role] {
        try await store.read { try RoleTable(workspace: workspace).all(in: $0) }
    }

    func putRole(_ role: RoleName, _ permissions: Permissions, by caller: Caller) async throws -> Role {
        try await change(by: caller) { try $0.putRole(role, permissions) }
    }

    func deleteRole(_ role: RoleName, by caller: Caller) async throws {
        try await change(by: caller) { try $0.deleteRole(role) }
    }

    /// Makes a change in a transaction.
    private func change<Value: Sendable>(
        by caller: Caller,
        _ work: @escaping @Sendable (StaffTurn) throws -> Value
    ) async throws -> Value {
        let (now, outbox, changed) = (clock.now(), outbox, changed)
        return try await store.write { transaction in
            transaction.afterCommit(changed)
            return try work(StaffTurn(by: caller, at: now, outbox, in: transaction))
        }
    }

    private static func hash(_ password: String?) async throws -> String? {
        guard let password else { return nil }
        return try await PasswordHash.make(password).text
    }
}
