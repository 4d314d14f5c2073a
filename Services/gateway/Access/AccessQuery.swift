import Store

/// The statements of `access.sql`.
enum AccessQuery: String, StatementName {
    case accountsStaff = "accounts-staff"
    case addSignIn = "add-sign-in"
    case useWorkspace = "use-workspace"
    case holdStaff = "hold-staff"
    case staffByToken = "staff-by-token"
    case touchByToken = "touch-by-token"
    case endSignIn = "end-sign-in"
    case endSignInsOf = "end-sign-ins-of"
    case forgetExpiredSignIns = "forget-expired-sign-ins"
    case changedStaff = "changed-staff"
    case myStaff = "my-staff"

    static let file = StatementFile(PackageResources.access_sql)
}
