import Contracts

/// Where the rows of a page are read from.
enum ListSource: Hashable, Sendable {
    /// Along the index of one column, for each of its values.
    case column(ConversationFilter.Condition)
    /// Along what is unread.
    case unread
    /// Along all conversations.
    case activity
    /// The few that have a tag.
    case tag(TagID)
    /// The few that a search has found.
    case found([ConversationID])

    /// Whether all of them are what is searched for.
    var isFound: Bool {
        if case .found = self { true } else { false }
    }
}
