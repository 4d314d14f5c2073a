/// Puts our emoji under a message, in the place of the one before, or takes it back.
///
/// It shows at once and leaves by the send queue; should the provider refuse it, the message is as before.
/// Throws `not_found`, `invalid`, `not_sent_yet`, `revoked`.
package struct ReactToMessage: Request {
    package typealias Reply = Message
    package static let name = "messages.react"
    package static let service = ServiceName.conversations
    package var laneKey: String? { conversation.text }

    package var conversation: ConversationID
    package var message: MessageID
    /// One emoji; nil takes ours back.
    package var emoji: String?
    package var staff: StaffID?
    /// The branch that the caller is limited to; nil for all.
    package var scope: String?

    package init(
        conversation: ConversationID,
        message: MessageID,
        emoji: String?,
        staff: StaffID?,
        scope: String? = nil
    ) {
        self.conversation = conversation
        self.message = message
        self.emoji = emoji
        self.staff = staff
        self.scope = scope
    }
}

/// Votes in a poll; what was chosen before is taken back. Throws `not_found`, `invalid`, `not_sent_yet`, `revoked`,
/// `no_poll`.
package struct VoteInPoll: Request {
    package typealias Reply = Message
    package static let name = "messages.vote"
    package static let service = ServiceName.conversations
    package var laneKey: String? { conversation.text }

    package var conversation: ConversationID
    package var message: MessageID
    /// Texts of the poll's options; none takes ours back.
    package var options: [String]
    package var staff: StaffID?
    /// The branch that the caller is limited to; nil for all.
    package var scope: String?

    package init(
        conversation: ConversationID,
        message: MessageID,
        options: [String],
        staff: StaffID?,
        scope: String? = nil
    ) {
        self.conversation = conversation
        self.message = message
        self.options = options
        self.staff = staff
        self.scope = scope
    }
}

/// Gives one of our messages another text. Throws `not_found`, `invalid`, `not_sent_yet`, `revoked`, `not_ours`, `too_late`.
package struct EditMessage: Request {
    package typealias Reply = Message
    package static let name = "messages.edit"
    package static let service = ServiceName.conversations
    package var laneKey: String? { conversation.text }

    package var conversation: ConversationID
    package var message: MessageID
    /// 1 to 65,536 bytes.
    package var text: String
    package var staff: StaffID?
    /// The branch that the caller is limited to; nil for all.
    package var scope: String?

    package init(conversation: ConversationID, message: MessageID, text: String, staff: StaffID?, scope: String? = nil)
    {
        self.conversation = conversation
        self.message = message
        self.text = text
        self.staff = staff
        self.scope = scope
    }
}

/// Takes one of our messages back for everybody; may be repeated. Throws `not_found`, `not_sent_yet`, `not_ours`.
package struct RevokeMessage: Request {
    package typealias Reply = Message
    package static let name = "messages.revoke"
    package static let service = ServiceName.conversations
    package var laneKey: String? { conversation.text }

    package var conversation: ConversationID
    package var message: MessageID
    package var staff: StaffID?
    /// The branch that the caller is limited to; nil for all.
    package var scope: String?

    package init(conversation: ConversationID, message: MessageID, staff: StaffID?, scope: String? = nil) {
        self.conversation = conversation
        self.message = message
        self.staff = staff
        self.scope = scope
    }
}

/// Writes what an assistant made of a message; fields that are nil stay. Throws `not_found`, `invalid`.
package struct SetMessageAI: Request {
    package typealias Reply = Message
    package static let name = "messages.set-ai"
    package static let service = ServiceName.conversations
    package var laneKey: String? { conversation.text }

    package var conversation: ConversationID
    package var message: MessageID
    package var ai: MessageAI
    /// The branch that the caller is limited to; nil for all.
    package var scope: String?

    package init(conversation: ConversationID, message: MessageID, ai: MessageAI, scope: String? = nil) {
        self.conversation = conversation
        self.message = message
        self.ai = ai
        self.scope = scope
    }
}
