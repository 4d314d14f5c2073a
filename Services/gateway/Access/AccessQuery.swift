import Store

/// The statements of `access.sql`.
enum AccessQuery: String, StatementName {
    case firstWorkspace = "first-workspace"
    case addWorkspace = "add-workspace"
    case accountsStaff = "accounts-staff"
    case addSignIn = "add-sign-in"
    case staffByToken = "staff-by-token"
    case endSignIn = "end-sign-in"
    case endSignInsOf = "end-sign-ins-of"
    case forgetExpiredSignIns = "forget-expired-sign-ins"

    static let file = StatementFile(PackageResources.access_sql)
}
