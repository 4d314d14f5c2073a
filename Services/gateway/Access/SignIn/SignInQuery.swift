import Store

/// The statements of `sign_ins.sql`.
enum SignInQuery: String, StatementName {
    case countAttempt = "count-attempt"
    case giveBackAttempt = "give-back-attempt"
    case forgetAttempts = "forget-attempts"
    case forgetOldCounts = "forget-old-counts"
    case addAttempt = "add-attempt"
    case forgetOldAttempts = "forget-old-attempts"
    case ownAttempts = "own-attempts"
    case attemptsOf = "attempts-of"
    case ownSessions = "own-sessions"
    case ownSession = "own-session"

    static let file = StatementFile(PackageResources.sign_ins_sql)
}
