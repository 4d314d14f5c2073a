import Store

/// The statements of `staff.sql`.
enum StaffQuery: String, StatementName {
    case beginChange = "begin-change"
    case anyStaff = "any-staff"
    case accountByEmail = "account-by-email"
    case takeAccount = "take-account"
    case changeEmail = "change-email"
    case otherWorkspaces = "other-workspaces"
    case addStaff = "add-staff"
    case waitingForLink = "waiting-for-link"
    case oneStaff = "one-staff"
    case staffInWorkspace = "staff-in-workspace"
    case staffBranches = "staff-branches"
    case staffOfBranch = "staff-of-branch"
    case putStaff = "put-staff"
    case forgetExceptions = "forget-exceptions"
    case addException = "add-exception"
    case exceptions
    case administrators

    static let file = StatementFile(PackageResources.staff_sql)
}
