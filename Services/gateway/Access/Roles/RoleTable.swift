import Contracts
import Store

/// The roles of one workspace, as they stand in its tables.
struct RoleTable {
    let workspace: WorkspaceID

    /// Nil when there is no such role.
    func permissions(of role: RoleName, in reader: any Reader) throws -> Permissions? {
        guard try reader.first(RoleQuery.role, workspace, role) != nil else { return nil }
        return try defaults(of: role, in: reader)
    }

    /// Nothing for a role that there is not.
    func defaults(of role: RoleName, in reader: any Reader) throws -> Permissions {
        if role == BuiltInRole.administrator.name { return .all }
        return Permissions(Set(try reader.rows(RoleQuery.rolePermissions, workspace, role).compactMap(Permission.init)))
    }

    func all(in reader: any Reader) throws -> [Role] {
        try reader.rows(RoleQuery.roles, workspace).map { row in
            let name: RoleName = try row.get("name")
            return Role(name, try defaults(of: name, in: reader))
        }
    }

    /// Makes or changes a role. Those who have it are looked at again where they are connected.
    /// - Returns: those who have it; the other services are to be told of each.
    @discardableResult
    func put(
        _ role: RoleName,
        _ permissions: Permissions,
        at now: Timestamp,
        in transaction: any Transaction
    ) throws -> [StaffID] {
        try transaction.run(RoleQuery.addRole, workspace, role)
        try transaction.run(RoleQuery.forgetRolePermissions, workspace, role)
        try transaction.run(
            RoleQuery.addRolePermission,
            each: permissions.allowed.map { [workspace, role, $0.module.rawValue, $0.action.rawValue] }
        )
        return try transaction.rows(RoleQuery.touchRole, workspace, role, now).map { try $0.get("id") }
    }

    /// The roles that a workspace begins with.
    func begin(at now: Timestamp, in transaction: any Transaction) throws {
        for role in BuiltInRole.allCases {
            // The administrator's are all, those of later versions included, and stand nowhere.
            try put(role.name, role == .administrator ? .none : role.permissions, at: now, in: transaction)
        }
    }
}

extension Permission {
    /// Nil for a module or an action that this version does not know.
    init?(_ row: Row) throws {
        guard let module = PermissionModule(rawValue: try row.get("module")),
            let action = PermissionAction(rawValue: try row.get("action"))
        else { return nil }
        self.init(module: module, action: action)
    }
}
