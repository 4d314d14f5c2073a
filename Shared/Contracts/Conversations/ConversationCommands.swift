/// Stores a message as pending and hands it to the send queue.
///
/// A second command with the same `clientRef` answers with the first one's message and sends nothing. With another
/// channel, person or content it throws `reference_used`, as it does when the sender does not see the first one's message.
///
/// Throws 423 `held` while the bot or another person holds the conversation (ruling 14), and `not_found` when it belongs
/// to a branch that the sender does not see.
package struct SendMessage: Request {
    package typealias Reply = SentMessage
    package static let name = "messages.send"
    package static let service = ServiceName.conversations
    package var laneKey: String? { "\(channel)|\(chat)" }

    package var channel: ChannelID
    package var chat: ChatID
    package var content: OutgoingContent
    /// 1 to 128 characters, unique in the workspace.
    package var clientRef: String?
    package var sentBy: StaffID?
    /// The branch that the sender is limited to; nil for all.
    package var scope: String?
    /// The message of this conversation that it answers: our id, or the provider's full one.
    package var replyTo: String?

    package init(
        channel: ChannelID,
        chat: ChatID,
        content: OutgoingContent,
        clientRef: String?,
        sentBy: StaffID?,
        scope: String? = nil,
        replyTo: String? = nil
    ) {
        self.channel = channel
        self.chat = chat
        self.content = content
        self.clientRef = clientRef
        self.sentBy = sentBy
        self.scope = scope
        self.replyTo = replyTo
    }
}

/// The answer to a send: stored, and on its way.
package struct SentMessage: Codable, Hashable, Sendable {
    package var messageId: MessageID
    package var message: Message

    package init(message: Message) {
        messageId = message.id
        self.message = message
    }
}

/// Sets the unread count to zero and tells the provider.
package struct MarkRead: Request {
    package typealias Reply = ConversationSummary
    package static let name = "conversations.mark-read"
    package static let service = ServiceName.conversations
    package var laneKey: String? { conversation.text }

    package var conversation: ConversationID
    /// The branch that the caller is limited to; nil for all.
    package var scope: String?

    package init(conversation: ConversationID, scope: String? = nil) {
        self.conversation = conversation
        self.scope = scope
    }
}

/// Replaces the shared note of a conversation.
package struct SetNote: Request {
    package typealias Reply = ConversationSummary
    package static let name = "conversations.set-note"
    package static let service = ServiceName.conversations
    package var laneKey: String? { conversation.text }

    package var conversation: ConversationID
    /// Up to 10,000 characters; empty removes it.
    package var note: String
    /// The conversation's version that the writer has seen; when the note has changed since, the answer is 409
    /// `conflict` with who and when. Nil overwrites.
    package var version: Int?
    package var by: StaffID?
    /// The branch that the caller is limited to; nil for all.
    package var scope: String?

    package init(
        conversation: ConversationID,
        note: String,
        version: Int?,
        by: StaffID? = nil,
        scope: String? = nil
    ) {
        self.conversation = conversation
        self.note = note
        self.version = version
        self.by = by
        self.scope = scope
    }
}

/// Adds a tag to a conversation or takes it off; both may be repeated.
package struct TagConversation: Request {
    package typealias Reply = ConversationSummary
    package static let name = "conversations.tag"
    package static let service = ServiceName.conversations
    package var laneKey: String? { conversation.text }

    package var conversation: ConversationID
    package var tag: TagID
    /// False takes it off.
    package var present: Bool
    /// The branch that the caller is limited to; nil for all.
    package var scope: String?

    package init(conversation: ConversationID, tag: TagID, present: Bool, scope: String? = nil) {
        self.conversation = conversation
        self.tag = tag
        self.present = present
        self.scope = scope
    }
}

/// What a tag is made of. A name is unique in its workspace, without regard to case.
package struct TagFields: Codable, Hashable, Sendable {
    /// 1 to 64 characters.
    package var name: String
    package var description: String?
    /// A name of the design system (`black`, `red`, `gray-1`, `gray-2`, `gray-3`) or `#rrggbb`.
    package var color: String
    package var order: Int?
    package var active: Bool?
    /// Of the tag as the caller has seen it; nil changes it whatever it is. A new one has none.
    package var version: Int?

    package init(
        name: String,
        description: String? = nil,
        color: String,
        order: Int? = nil,
        active: Bool? = nil,
        version: Int? = nil
    ) {
        self.name = name
        self.description = description
        self.color = color
        self.order = order
        self.active = active
        self.version = version
    }
}

/// Makes a tag. Throws `conflict` when the name is taken.
package struct CreateTag: Request {
    package typealias Reply = Tag
    package static let name = "tags.create"
    package static let service = ServiceName.conversations
    package var laneKey: String? { "tags" }

    package var fields: TagFields
    package var by: StaffID?

    package init(fields: TagFields, by: StaffID? = nil) {
        self.fields = fields
        self.by = by
    }
}

/// Changes a tag everywhere it stands. Throws `conflict` when the name is taken, and with who and when, when the tag has
/// changed since the version.
package struct UpdateTag: Request {
    package typealias Reply = Tag
    package static let name = "tags.update"
    package static let service = ServiceName.conversations
    package var laneKey: String? { "tags" }

    package var tag: TagID
    package var fields: TagFields
    package var by: StaffID?

    package init(tag: TagID, fields: TagFields, by: StaffID? = nil) {
        self.tag = tag
        self.fields = fields
        self.by = by
    }
}

/// Deletes a tag and takes it off all conversations. Throws `tag_in_use` when it is on some and nothing is expected, and
/// `conflict` when it is on other than the expected number.
package struct DeleteTag: Request {
    package typealias Reply = DeletedTag
    package static let name = "tags.delete"
    package static let service = ServiceName.conversations
    package var laneKey: String? { "tags" }

    package var tag: TagID
    /// How many conversations the caller has been told to have it; nil for none.
    package var expected: Int?

    package init(tag: TagID, expected: Int? = nil) {
        self.tag = tag
        self.expected = expected
    }
}

/// What the deletion of a tag touched.
package struct DeletedTag: Codable, Hashable, Sendable {
    /// Conversations that had it.
    package var conversations: Int

    package init(conversations: Int) {
        self.conversations = conversations
    }
}
