import Contracts

/// How somebody is present in a conversation: the customer, a member of the group, or a colleague who writes.
///
/// It is fleeting: told to browsers as it happens, kept nowhere, and to be taken for over when nothing follows `typing`
/// or `recording` for 15 s.
struct PresenceItem: Codable, Hashable, Sendable {
    var conversationId: ConversationID
    /// Whose it is: in a chat of two the conversation's own address, under whichever it was told, and in a group the
    /// member's. Nil for a colleague.
    var chatId: ChatID?
    /// E.164, when it is known.
    var phoneNumber: String?
    /// The colleague; nil for people who write to us.
    var staff: StaffBrief?
    var state: WAHAClient.Presence
    /// When WhatsApp last saw them online, where they show it.
    var lastSeenAt: Timestamp?
    /// When it was told.
    var at: Timestamp

    /// Of one person in one conversation the newest counts.
    var key: Key { Key(conversation: conversationId, person: staff?.id.text ?? chatId?.text ?? "") }

    struct Key: Hashable, Sendable {
        let conversation: ConversationID
        let person: String
    }
}

/// One as the instances of the gateway tell it each other: with those who may see it.
struct PresenceNote: Codable, Hashable, Sendable {
    var workspace: WorkspaceID
    /// Of the conversation's contact; nil when it has none.
    var branch: String?
    var item: PresenceItem
}

/// That somebody looks at a conversation: what is told of these chats is its.
struct PresenceWatch: Codable, Hashable, Sendable {
    var workspace: WorkspaceID
    var channel: ChannelID
    /// The conversation's address, and the others that lead to it where they are known.
    var chats: [ChatID]
    var conversation: ConversationID
    /// Of the conversation's contact; nil when it has none.
    var branch: String?
    var until: Timestamp
}
