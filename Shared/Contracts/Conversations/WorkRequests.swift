/// Gives a conversation to a person to follow up, or to nobody. The assignment before it ends and stays in the history.
///
/// Throws `not_found` for the person, `invalid` when they are not active, may not write in conversations or belong to
/// another branch, `conflict` when the conversation is not at the version any more or is ended.
package struct AssignConversation: Request {
    package typealias Reply = ConversationSummary
    package static let name = "conversations.assign"
    package static let service = ServiceName.conversations
    package var laneKey: String? { conversation.text }

    package var conversation: ConversationID
    /// Nil takes it from whoever has it.
    package var staff: StaffID?
    /// The `workVersion` that the caller has seen; nil assigns whatever it is.
    package var version: Int?
    package var by: StaffID?
    /// The branch that the caller is limited to; nil for all.
    package var scope: String?

    package init(
        conversation: ConversationID,
        staff: StaffID?,
        version: Int?,
        by: StaffID?,
        scope: String?
    ) {
        self.conversation = conversation
        self.staff = staff
        self.version = version
        self.by = by
        self.scope = scope
    }
}

/// What a person does with the control of a conversation.
package enum ControlAction: String, Codable, CaseIterable, Sendable {
    /// Take it when nobody holds it, or from the bot, whose run is handed off.
    case take
    /// The holder gives it to nobody.
    case release
    /// The holder gives it to another person or to the bot.
    case transfer
    /// Ask the person who holds it.
    case request
    /// The holder gives it to the one who has asked.
    case grant
    /// The holder turns the asker down, or the asker has changed their mind.
    case decline
}

/// Moves the control of a conversation. Of several at a time one wins; the others throw `conflict` with who and when.
package struct ControlConversation: Request {
    package typealias Reply = ConversationSummary
    package static let name = "conversations.control"
    package static let service = ServiceName.conversations
    package var laneKey: String? { conversation.text }

    package var conversation: ConversationID
    package var action: ControlAction
    /// For `transfer`: the id of a person, or `bot`.
    package var to: String?
    /// The `workVersion` that the caller has seen.
    package var version: Int
    package var by: StaffID
    /// The branch that the caller is limited to; nil for all.
    package var scope: String?

    package init(
        conversation: ConversationID,
        action: ControlAction,
        to: String?,
        version: Int,
        by: StaffID,
        scope: String?
    ) {
        self.conversation = conversation
        self.action = action
        self.to = to
        self.version = version
        self.by = by
        self.scope = scope
    }
}

/// Ends a conversation: it is history, nothing in it is unread, nobody holds it; a new message starts the next one, which
/// keeps the tags and the note. Ending an ended one changes nothing.
package struct EndConversation: Request {
    package typealias Reply = ConversationSummary
    package static let name = "conversations.end"
    package static let service = ServiceName.conversations
    package var laneKey: String? { conversation.text }

    package var conversation: ConversationID
    /// The `workVersion` that the caller has seen; nil ends whatever it is.
    package var version: Int?
    package var by: StaffID?
    /// The branch that the caller is limited to; nil for all.
    package var scope: String?

    package init(conversation: ConversationID, version: Int?, by: StaffID?, scope: String?) {
        self.conversation = conversation
        self.version = version
        self.by = by
        self.scope = scope
    }
}

/// Who a conversation was assigned to, newest first.
package struct ListAssignments: Request {
    package typealias Reply = Page<Assignment>
    package static let name = "conversations.assignments"
    package static let service = ServiceName.conversations
    package var laneKey: String? { nil }

    package var conversation: ConversationID
    /// 1 to 100.
    package var limit: Int
    package var cursor: String?
    /// The branch that the caller is limited to; nil for all.
    package var scope: String?

    package init(conversation: ConversationID, limit: Int = 50, cursor: String? = nil, scope: String? = nil) {
        self.conversation = conversation
        self.limit = limit
        self.cursor = cursor
        self.scope = scope
    }
}

/// All conversations of a conversation's contact, on every channel, active and ended, the last one first.
package struct ListHistory: Request {
    package typealias Reply = Page<ConversationSummary>
    package static let name = "conversations.history"
    package static let service = ServiceName.conversations
    package var laneKey: String? { nil }

    package var conversation: ConversationID
    /// 1 to 100.
    package var limit: Int
    package var cursor: String?
    /// The branch that the caller is limited to; nil for all.
    package var scope: String?

    package init(conversation: ConversationID, limit: Int = 50, cursor: String? = nil, scope: String? = nil) {
        self.conversation = conversation
        self.limit = limit
        self.cursor = cursor
        self.scope = scope
    }
}
