/// A conversation as the list shows it.
package struct ConversationSummary: Codable, Hashable, Sendable {
    package var id: ConversationID
    package var channelId: ChannelID
    /// Where a reply goes: the address that the last message came from, unless a better one is known.
    package var chatId: ChatID
    /// E.164, when it is known.
    package var phoneNumber: String?
    package var name: String?
    package var isGroup: Bool
    /// Where the gateway has the picture: the group's, or the contact's once it is known who this is.
    package var pictureUrl: String?
    package var unreadCount: Int
    package var lastMessage: MessagePreview?
    package var tags: [Tag]
    package var contact: ContactBrief?
    package var note: String?
    /// Counts the changes; a change names the version it has seen (ruling 10).
    package var version: Int
    package var updatedAt: Timestamp
    /// Active, or history: a new message starts the next one (ruling 15).
    package var status: ConversationStatus?
    /// When it was ended; nil while it is active.
    package var endedAt: Timestamp?
    /// Who is to follow it up; of an ended one, who was.
    package var assignee: StaffBrief?
    /// Who may write; nil when nobody holds it and all may.
    package var control: ConversationControl?
    /// Counts the changes of assignment, control and status alone, so that a customer's message stands against none of
    /// them. A change of these names the one it has seen.
    package var workVersion: Int?

    package init(
        id: ConversationID,
        channelId: ChannelID,
        chatId: ChatID,
        phoneNumber: String?,
        name: String?,
        isGroup: Bool,
        unreadCount: Int,
        lastMessage: MessagePreview?,
        tags: [Tag],
        contact: ContactBrief?,
        note: String?,
        version: Int,
        updatedAt: Timestamp
    ) {
        self.id = id
        self.channelId = channelId
        self.chatId = chatId
        self.phoneNumber = phoneNumber
        self.name = name
        self.isGroup = isGroup
        self.unreadCount = unreadCount
        self.lastMessage = lastMessage
        self.tags = tags
        self.contact = contact
        self.note = note
        self.version = version
        self.updatedAt = updatedAt
    }
}

extension ConversationID {
    /// Where the gateway has the picture of a group.
    package var pictureUrl: String { "/api/conversations/\(self)/picture" }
}

/// The last message of a conversation in one line.
package struct MessagePreview: Codable, Hashable, Sendable {
    package var id: MessageID
    package var direction: MessageDirection
    package var type: MessageKind
    /// Up to 120 characters of the text, or the kind's name.
    package var preview: String
    package var status: MessageStatus
    package var timestamp: Timestamp

    package init(
        id: MessageID,
        direction: MessageDirection,
        type: MessageKind,
        preview: String,
        status: MessageStatus,
        timestamp: Timestamp
    ) {
        self.id = id
        self.direction = direction
        self.type = type
        self.preview = preview
        self.status = status
        self.timestamp = timestamp
    }
}

/// A label on conversations, defined per workspace.
package struct Tag: Codable, Hashable, Sendable {
    package var id: TagID
    package var name: String
    package var description: String?
    /// A name of the design system or `#rrggbb`.
    package var color: String
    package var order: Int
    package var active: Bool
    /// Counts the changes; a change names the one it has seen (ruling 10). Nil where an older version told it.
    package var version: Int?

    package init(id: TagID, name: String, description: String?, color: String, order: Int, active: Bool) {
        self.id = id
        self.name = name
        self.description = description
        self.color = color
        self.order = order
        self.active = active
    }
}
