import Bus
import Contracts
import Runtime
import Store

/// A change to the staff or the roles of a workspace, in its transaction: one at a time, so that the rules over all of
/// them hold.
struct StaffTurn {
    let workspace: WorkspaceID
    /// What the one who makes the change may do: nobody gives what they have not, nor touches those who may do more.
    let permissions: Permissions
    /// The one branch whose staff they see and change; nil for all of them.
    let branch: String?
    let now: Timestamp
    let outbox: Outbox
    let transaction: any Transaction

    var table: StaffTable { StaffTable(workspace: workspace, scope: branch) }
    var roles: RoleTable { RoleTable(workspace: workspace) }

    init(
        _ workspace: WorkspaceID,
        by permissions: Permissions,
        of branch: String? = nil,
        at now: Timestamp,
        _ outbox: Outbox,
        in transaction: any Transaction
    ) throws {
        self.workspace = workspace
        self.permissions = permissions
        self.branch = branch
        self.now = now
        self.outbox = outbox
        self.transaction = transaction
        try transaction.run(StaffQuery.beginChange, workspace)
    }

    /// A change by one of the staff, who may themselves have been changed or deactivated since they were let in: by the
    /// change before this one.
    /// - Throws: 401 `not_signed_in`, 409 `conflict`.
    init(by caller: Caller, at now: Timestamp, _ outbox: Outbox, in transaction: any Transaction) throws {
        try self.init(caller.workspace, by: caller.permissions, of: caller.branch, at: now, outbox, in: transaction)
        guard let pass = caller.pass, let current = try SignIns.caller(pass, at: now, in: transaction) else {
            throw Problem.notSignedIn
        }
        guard current.permissions == permissions, current.branch == branch else {
            throw Problem(409, "conflict", "What you may do was changed just now. Try again.")
        }
    }

    /// - Parameters:
    ///   - hash: of the password, for one who is known nowhere yet.
    ///   - isOwn: whether they add themselves, so that it is known who they are.
    /// - Throws: 409 `conflict` when they work here already.
    func add(_ fields: StaffFields, hash: String?, isOwn: Bool = false) throws -> Staff {
        try checkRole(fields.role)
        try checkBranch(fields.branch)
        let (account, isDoubtful) = try account(fields.email, hash: hash)
        guard try transaction.first(StaffQuery.staffInWorkspace, account, workspace) == nil else {
            throw Problem(409, "conflict", "There is someone with this e-mail address here already.")
        }
        let id = StaffID(trusted: UUIDv7.make(at: now))
        try transaction.run(
            StaffQuery.addStaff,
            id,
            workspace,
            account,
            fields.name,
            fields.role,
            fields.branch,
            now,
            isDoubtful && !isOwn
        )
        return try told(id)
    }

    /// - Throws: 409 `conflict` when others changed it meanwhile, 409 `last_administrator`.
    func update(_ id: StaffID, _ fields: StaffFields) throws -> Staff {
        let row = try table.row(id, in: transaction)
        var staff = try Staff(row)
        try checkMayTouch(staff)
        try checkBranch(fields.branch)
        if let version = fields.version, version != staff.version { throw conflict(staff, row) }
        if fields.role != staff.role { try checkRole(fields.role) }
        if fields.email != staff.email { try changeEmail(from: staff.email, to: fields.email, of: row.get("account")) }
        staff.name = fields.name
        staff.role = fields.role
        staff.branch = fields.branch
        return try put(staff)
    }

    /// Inactive staff are signed out everywhere, and their tokens are no more.
    /// - Throws: 409 `last_administrator`.
    func setStatus(_ id: StaffID, _ status: Staff.Status) throws -> Staff {
        var staff = try table.staff(id, in: transaction)
        try checkMayTouch(staff)
        if staff.status == status { return staff }
        staff.status = status
        // First, as who signs in meanwhile holds this row: their sign-in is among those that end.
        let changed = try put(staff)
        if status == .inactive {
            try transaction.run(AccessQuery.endSignInsOf, id)
            try transaction.run(TokenQuery.endTokensOf, id)
        }
        return changed
    }

    /// - Throws: 409 `last_administrator`, 403 `not_allowed`.
    func setExceptions(_ id: StaffID, _ exceptions: PermissionExceptions) throws -> StaffMember {
        let staff = try table.staff(id, in: transaction)
        try checkMayTouch(staff)
        // Not of `allow` alone: what is denied no longer is given as well.
        let merged = try roles.defaults(of: staff.role, in: transaction).applying(exceptions)
        guard merged.isWithin(permissions) else { throw Problem.beyondOwn }
        try transaction.run(StaffQuery.forgetExceptions, id)
        for (given, isAllowed) in [(exceptions.allow, true), (exceptions.deny, false)] {
            try transaction.run(
                StaffQuery.addException,
                each: given.allowed.map { [id, $0.module.rawValue, $0.action.rawValue, isAllowed] }
            )
        }
        _ = try put(staff)
        return try table.member(id, in: transaction)
    }

    private func put(_ staff: Staff) throws -> Staff {
        try transaction.run(
            StaffQuery.putStaff,
            staff.id,
            staff.name,
            staff.role,
            staff.status,
            staff.branch,
            now
        )
        try checkAdministrators()
        return try told(staff.id)
    }

    /// Tells the other services how one of the staff is now.
    func told(_ id: StaffID) throws -> Staff {
        let staff = try table.staff(id, in: transaction)
        let profile = staff.profile(try table.permissions(of: staff, in: transaction))
        try outbox.emit(StaffChanged(staff: profile), workspace: workspace, in: transaction)
        return staff
    }
}
