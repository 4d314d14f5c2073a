import Bus
import Contracts
import Phone
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
    func add(_ new: NewWorkspace, by maker: Staff) async throws -> Workspace {
        let name = try Self.check(name: new.name, country: new.country)
        let (now, outbox) = (clock.now(), outbox)
        return try await store.write { transaction in
            let id = try Self.make(name, country: new.country, at: now, in: transaction)
            let turn = try StaffTurn(id, by: .all, at: now, outbox, in: transaction)
            let role = BuiltInRole.administrator.name
            let fields = StaffFields(email: maker.email, name: maker.name, role: role)
            _ = try turn.add(fields, hash: nil, isOwn: true)
            return try Self.show(id, of: maker.id, in: transaction)
        }
    }

    /// The one that a person is in.
    func show(of staff: Staff) async throws -> Workspace {
        try await store.read { try Self.show(staff.workspaceId, of: staff.id, in: $0) }
    }

    /// Changes the one that a person is in.
    /// - Throws: 422 `invalid`, 409 `conflict` when another changed it meanwhile.
    func change(_ change: WorkspaceChange, by staff: Staff) async throws -> Workspace {
        let name = try Self.check(name: change.name, country: change.country)
        return try await store.write { transaction in
            let id = staff.workspaceId
            let changed = try transaction.run(
                WorkspaceQuery.changeWorkspace,
                id,
                name,
                change.country,
                change.version
            )
            let workspace = try Self.show(id, of: staff.id, in: transaction)
            guard changed == 1 else { throw Problem.changed(workspace) }
            return workspace
        }
    }

    private static func show(_ id: WorkspaceID, of staff: StaffID, in reader: any Reader) throws -> Workspace {
        guard let found = try list(of: staff, in: reader).first(where: { $0.id == id }) else {
            throw Problem.notFound("workspace")
        }
        return found
    }

    /// - Returns: the name as it is kept.
    private static func check(name: String, country: String?) throws(Problem) -> String {
        let name = name.trimmed
        var problems = [FieldProblem](line: name, "name")
        if let country, !PhoneNumber.isCountry(country) {
            problems.append(FieldProblem("country", "must be two letters of ISO 3166, as MY"))
        }
        guard problems.isEmpty else { throw .invalid(problems) }
        return name
    }

    /// Makes a workspace with its roles and without staff.
    static func make(
        _ name: String,
        country: String? = nil,
        at now: Timestamp,
        in transaction: any Transaction
    ) throws -> WorkspaceID {
        let id = WorkspaceID(trusted: UUIDv7.make(at: now))
        try transaction.run(WorkspaceQuery.addWorkspace, id, name, country, now)
        try RoleTable(workspace: id).begin(at: now, in: transaction)
        return id
    }
}

extension Problem {
    fileprivate static func changed(_ workspace: Workspace) -> Problem {
        Problem(
            409,
            "conflict",
            "The workspace was changed meanwhile; it is at version \(workspace.version) now. Look at it again."
        )
    }
}
