import Store

/// The statements of `roles.sql`.
enum RoleQuery: String, StatementName {
    case role
    case roles
    case addRole = "add-role"
    case deleteRole = "delete-role"
    case rolePermissions = "role-permissions"
    case forgetRolePermissions = "forget-role-permissions"
    case addRolePermission = "add-role-permission"
    case someoneInRole = "someone-in-role"
    case touchRole = "touch-role"

    static let file = StatementFile(PackageResources.roles_sql)
}
