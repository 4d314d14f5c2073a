import Store

/// The statements of `activity.sql`.
enum ActivityQuery: String, StatementName {
    case takeHead = "take-head"
    case head
    case putHead = "put-head"
    case add
    case knownRequest = "known-request"
    case entriesAfter = "entries-after"
    case firstAt = "first-at"

    static let file = StatementFile(PackageResources.activity_sql)
}
