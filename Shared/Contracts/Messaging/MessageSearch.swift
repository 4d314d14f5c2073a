/// Messages that have some words, newest first, of active and ended conversations.
///
/// A page looks through so many messages at most (5,000 of one conversation): it may have fewer than are asked for, or none,
/// and go on all the same.
package struct SearchMessages: Request {
    package typealias Reply = Page<FoundMessage>
    package static let name = "messages.search"
    package static let service = ServiceName.conversations
    package var laneKey: String? { nil }

    /// All of them are in the message, in any order; of the last one the beginning is enough. 1 to 128 characters.
    package var words: String
    /// Only messages of this conversation.
    package var conversation: ConversationID?
    /// 1 to 50.
    package var limit: Int
    package var cursor: String?
    /// The branch that the caller is limited to; nil for all.
    package var scope: String?

    package init(
        words: String,
        conversation: ConversationID? = nil,
        limit: Int = 20,
        cursor: String? = nil,
        scope: String? = nil
    ) {
        self.words = words
        self.conversation = conversation
        self.limit = limit
        self.cursor = cursor
        self.scope = scope
    }
}

/// A message that was found.
package struct FoundMessage: Codable, Hashable, Sendable {
    package var message: Message
    /// The words that were looked for and what stands around them, up to 160 characters in one line.
    package var snippet: String
    /// The conversation that it is in.
    package var conversation: ConversationSummary

    package init(message: Message, snippet: String, conversation: ConversationSummary) {
        self.message = message
        self.snippet = snippet
        self.conversation = conversation
    }
}
