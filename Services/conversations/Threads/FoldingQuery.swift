import Store

/// The statements of `folding.sql`.
enum FoldingQuery: String, StatementName {
    case activeOfContact = "active-of-contact"
    case fold
    case foldAlong = "fold-along"
    case moveMessages = "move-messages"
    case takeOver = "take-over"
    case findLastHeard = "find-last-heard"
    case folded
    case addresses
    case unreadOf = "unread-of"
    case partMessages = "part-messages"
    case unfold

    static let file = StatementFile(PackageResources.folding_sql)
}
