import Contracts
import Store

/// Changes to roles.
extension StaffTurn {
    /// - Throws: 409 `fixed_role` for administrators, 403 `not_allowed`.
    func putRole(_ role: RoleName, _ given: Permissions) throws -> Role {
        try checkMayTouchRoles()
        guard role != BuiltInRole.administrator.name else {
            throw Problem(409, "fixed_role", "Administrators may do everything; make another role for less.")
        }
        let before = try roles.permissions(of: role, in: transaction) ?? .none
        guard given.isWithin(permissions), before.isWithin(permissions) else { throw Problem.beyondOwn }
        for id in try roles.put(role, given, at: now, in: transaction) { _ = try told(id) }
        return Role(role, given)
    }

    /// - Throws: 409 `fixed_role`, 409 `role_in_use`.
    func deleteRole(_ role: RoleName) throws {
        try checkMayTouchRoles()
        guard BuiltInRole(rawValue: role.text) == nil else {
            throw Problem(409, "fixed_role", "This role belongs to every workspace.")
        }
        guard let before = try roles.permissions(of: role, in: transaction) else { throw Problem.notFound("role") }
        guard before.isWithin(permissions) else { throw Problem.beyondOwn }
        guard try transaction.first(RoleQuery.someoneInRole, workspace, role) == nil else {
            throw Problem(409, "role_in_use", "Someone has this role; give them another first.")
        }
        try transaction.run(RoleQuery.forgetRolePermissions, workspace, role)
        try transaction.run(RoleQuery.deleteRole, workspace, role)
    }
}
