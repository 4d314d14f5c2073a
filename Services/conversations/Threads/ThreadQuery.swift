import Store

/// The statements of `threads.sql`.
enum ThreadQuery: String, StatementName {
    case conversationAt = "conversation-at"
    case conversation
    case listedConversations = "listed-conversations"
    case claimAddress = "claim-address"
    case moveAddress = "move-address"
    case addConversation = "add-conversation"
    case nameNext = "name-next"
    case moveAddresses = "move-addresses"
    case claimIdentifier = "claim-identifier"
    case setPhone = "set-phone"
    case setName = "set-name"
    case addToConversation = "add-to-conversation"
    case holdConversation = "hold-conversation"
    case findNewest = "find-newest"
    case changeConversation = "change-conversation"
    case setUnread = "set-unread"
    case unreadAfter = "unread-after"
    case count
    case totals
    case branches
    case totalsOfBranch = "totals-of-branch"

    static let file = StatementFile(PackageResources.threads_sql)
}
