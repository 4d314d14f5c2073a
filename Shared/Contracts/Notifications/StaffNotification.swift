/// Something that one person of the staff should know.
package struct StaffNotification: Codable, Hashable, Sendable {
    package enum Kind: String, Codable, CaseIterable, Sendable {
        /// A customer wrote in a conversation that is assigned to them or held by them.
        case newMessage = "new_message"
        /// A customer wrote in a conversation that is nobody's.
        case unassignedMessage = "unassigned_message"
        /// A conversation was assigned to them.
        case assigned
        /// One that was theirs was given to another, or to nobody.
        case assignmentEnded = "assignment_ended"
        /// Another wants a conversation that they hold.
        case controlRequested = "control_requested"
        /// They hold a conversation now: it was transferred to them, or their request was granted.
        case controlReceived = "control_received"
        /// Their request came to nothing: it was declined, or another has the conversation.
        case controlDeclined = "control_declined"
        /// Who held the conversation that they asked for holds it no longer: they may take it.
        case controlReleased = "control_released"
        /// Messages of a number no longer travel, or its session is deaf.
        case sessionTrouble = "session_trouble"
        /// They travel again.
        case sessionRestored = "session_restored"
    }

    package var id: NotificationID
    package var kind: Kind
    /// One sentence in the person's language. Whoever words it themselves finds all of it in the other fields.
    package var title: String
    package var conversation: NotifiedConversation?
    package var channel: NotifiedChannel?
    /// Who caused it, when a person did.
    package var by: StaffBrief?
    /// For messages, how many of the conversation are unread; else how often it happened since it was last read: one
    /// notification stands for all of them.
    package var count: Int
    /// When it last happened.
    package var at: Timestamp
    /// Nil while it is unread.
    package var readAt: Timestamp?

    package init(
        id: NotificationID,
        kind: Kind,
        title: String,
        conversation: NotifiedConversation?,
        channel: NotifiedChannel?,
        by: StaffBrief?,
        count: Int,
        at: Timestamp,
        readAt: Timestamp?
    ) {
        self.id = id
        self.kind = kind
        self.title = title
        self.conversation = conversation
        self.channel = channel
        self.by = by
        self.count = count
        self.at = at
        self.readAt = readAt
    }
}

/// The conversation that a notification is about, as it is now.
package struct NotifiedConversation: Codable, Hashable, Sendable {
    package var id: ConversationID
    /// The name of whom it is with; without one the number, or the address.
    package var name: String
    package var isGroup: Bool
    /// Its last message in one line of up to 120 characters; nil before the first.
    package var preview: String?

    package init(id: ConversationID, name: String, isGroup: Bool, preview: String?) {
        self.id = id
        self.name = name
        self.isGroup = isGroup
        self.preview = preview
    }
}

/// The connected number that a notification is about.
package struct NotifiedChannel: Codable, Hashable, Sendable {
    package var id: ChannelID
    package var name: String
    /// What was told of it: the provider's word (`SCAN_QR_CODE`), `deaf` or `unreachable`.
    package var state: String

    package init(id: ChannelID, name: String, state: String) {
        self.id = id
        self.name = name
        self.state = state
    }
}
