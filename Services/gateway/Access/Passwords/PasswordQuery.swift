import Store

/// The statements of `passwords.sql`.
enum PasswordQuery: String, StatementName {
    case accountToReset = "account-to-reset"
    case addReset = "add-reset"
    case workplaces
    case takeReset = "take-reset"
    case forgetResets = "forget-resets"
    case forgetExpiredResets = "forget-expired-resets"
    case ownPassword = "own-password"
    case replacePassword = "replace-password"
    case choosePassword = "choose-password"
    case letIn = "let-in"
    case endOtherSignIns = "end-other-sign-ins"
    case touchAccount = "touch-account"

    static let file = StatementFile(PackageResources.passwords_sql)
}
