import Contracts
import Store

/// What a conversation is with.
enum ConversationKind: String, Codable, CaseIterable, Sendable, SQLBindable, SQLReadable {
    case personal, group, newsletter

    /// Nil for stories and broadcast lists, which are no conversations.
    init?(_ chat: ChatID) {
        switch chat.kind {
        case .phone, .lid: self = .personal
        case .group: self = .group
        case .newsletter: self = .newsletter
        case .broadcast: return nil
        }
    }
}
