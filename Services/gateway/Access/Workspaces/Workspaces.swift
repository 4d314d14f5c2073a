import Bus
import Contracts
import Runtime
import Store

/// The workspaces: found and made.
struct Workspaces: Sendable {
    let store: any Store
    let outbox: Outbox
    let clock: WallClock

    /// Where a person works, told by who they are in one of them; the oldest first.
    func list(of staff: StaffID) async throws -> [Workspace] {
        try await store.read { try Self.list(of: staff, in: $0) }
    }

    static func list(of staff: StaffID, in reader: any Reader) throws -> [Workspace] {
        try reader.rows(WorkspaceQuery.myWorkspaces, staff).map(Workspace.init)
    }

    /// Makes a workspace; its maker is its administrator.
    /// - Throws: 422 `invalid`.
    func add(_ name: String, by maker: Staff) async throws -> Workspace {
        let name = name.trimmed
        let problems = [FieldProblem](line: name, "name")
        guard problems.isEmpty else { throw Problem.invalid(problems) }
        let (now, outbox) = (clock.now(), outbox)
        return try await store.write { transaction in
            let id = try Self.make(name, at: now, in: transaction)
            let turn = try StaffTurn(id, by: .all, at: now, outbox, in: transaction)
            let role = BuiltInRole.administrator.name
            let fields = StaffFields(email: maker.email, name: maker.name, role: role)
            _ = try turn.add(fields, hash: nil, isOwn: true)
            guard let made = try Self.list(of: maker.id, in: transaction).first(where: { $0.id == id }) else {
                throw Problem.notFound("workspace")
            }
            return made
        }
    }

    /// Makes a workspace with its roles and without staff.
    static func make(_ name: String, at now: Timestamp, in transaction: any Transaction) throws -> WorkspaceID {
        let id = WorkspaceID(trusted: UUIDv7.make(at: now))
        try transaction.run(WorkspaceQuery.addWorkspace, id, name, now)
        try RoleTable(workspace: id).begin(at: now, in: transaction)
        return id
    }
}
