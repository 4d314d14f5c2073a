import Store

/// The statements of `search.sql`.
enum SearchQuery: String, StatementName {
    case setSearchDoc = "set-search-doc"
    case unindexedMessages = "unindexed-messages"
    case indexMessages = "index-messages"
    case setWordCursor = "set-word-cursor"
    case messageFurtherBack = "message-further-back"
    case latestMessages = "latest-messages"
    case findMessages = "find-messages"
    case messagesBefore = "messages-before"

    static let file = StatementFile(PackageResources.search_sql)
}
