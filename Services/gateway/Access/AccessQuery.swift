import Store

/// The statements of `access.sql`.
enum AccessQuery: String, StatementName {
    case firstWorkspace = "first-workspace"
    case addWorkspace = "add-workspace"
    case anyStaff = "any-staff"
    case addStaff = "add-staff"
    case staffByEmail = "staff-by-email"
    case addSignIn = "add-sign-in"
    case staffByToken = "staff-by-token"
    case staffPermissions = "staff-permissions"
    case endSignIn = "end-sign-in"
    case forgetExpiredSignIns = "forget-expired-sign-ins"

    static let file = StatementFile(PackageResources.access_sql)
}
