import Contracts
import Runtime
import Store

/// The rules over changes to staff and roles.
extension StaffTurn {
    /// - Throws: 409 `last_administrator` when nobody would be left who can put things right.
    func checkAdministrators() throws {
        guard try transaction.first(StaffQuery.administrators, workspace) == nil else { return }
        throw Problem(
            409,
            "last_administrator",
            "Nobody would be left to administer this workspace. Make someone else an administrator first."
        )
    }

    /// - Throws: 422 `invalid` for an unknown role, 403 `not_allowed` for one that may do more than the giver.
    func checkRole(_ role: RoleName) throws {
        guard let given = try roles.permissions(of: role, in: transaction) else {
            throw Problem.invalid([FieldProblem("role", "is no role of this workspace")])
        }
        guard given.isWithin(permissions) else { throw Problem.beyondOwn }
    }

    /// Staff of one branch keep it that way.
    /// - Throws: 403 `not_allowed`.
    func checkBranch(_ given: String?) throws {
        guard let branch, given != branch else { return }
        throw Problem(403, "not_allowed", "You see one branch alone: those whom you add or change belong to it.")
    }

    /// - Throws: 403 `not_allowed` for one who sees one branch alone: roles are for all of them.
    func checkMayTouchRoles() throws {
        guard branch != nil else { return }
        throw Problem(403, "not_allowed", "You see one branch alone, and roles are for all of them.")
    }

    /// - Throws: 403 `not_allowed`.
    func checkMayTouch(_ staff: Staff) throws {
        guard try table.permissions(of: staff, in: transaction).isWithin(permissions) else { throw Problem.beyondOwn }
    }

    func conflict(_ staff: Staff, _ row: Row) -> Problem {
        let moment: Timestamp? = try? row.get("changed_at")
        return Problem(
            409,
            "conflict",
            "\(staff.name) was changed\(moment.map { " at \($0.text)" } ?? ""); they are at version \(staff.version) now. "
                + "Look at them again."
        )
    }

    /// The account of an address, made when there is none.
    /// - Returns: whether the address is not shown to be its owner's, too: then the password may be known to whoever made
    ///   it, in another workspace, and is good for nothing here.
    func account(_ email: String, hash: String?) throws -> (id: String, isDoubtful: Bool) {
        let (new, key) = (UUIDv7.make(at: now), EmailAddress.key(email))
        guard let row = try transaction.first(StaffQuery.takeAccount, new, email, key, hash, now) else {
            throw Problem.unavailable("gateway")
        }
        let id: String = try row.get("id")
        return (id, isDoubtful: try id != new && !row.get("proven"))
    }

    /// Links that were mailed to the old address are good no more.
    /// - Throws: 409 `shared_account`, 409 `conflict` when another has the address.
    func changeEmail(from old: String, to email: String, of account: String) throws {
        let key = EmailAddress.key(email)
        if key != EmailAddress.key(old), try transaction.first(StaffQuery.accountByEmail, key) != nil {
            throw Problem(409, "conflict", "Someone else has this e-mail address already.")
        }
        try transaction.run(StaffQuery.changeEmail, account, email, key)
        try transaction.run(PasswordQuery.forgetResets, account)
        // Only now: the account is this transaction's own, and no other workspace takes it meanwhile.
        guard try transaction.first(StaffQuery.otherWorkspaces, account, workspace) == nil else {
            throw Problem(409, "shared_account", "This person works in other workspaces too; the address is theirs.")
        }
    }
}

extension Problem {
    static let beyondOwn = Problem(403, "not_allowed", "That would be more than you may do yourself.")
}
