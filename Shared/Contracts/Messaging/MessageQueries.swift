/// A window of a conversation's messages, newest first. Throws `not_found`, `invalid`.
package struct ListMessages: Request {
    package typealias Reply = MessageWindow
    package static let name = "messages.list"
    package static let service = ServiceName.conversations
    package var laneKey: String? { nil }

    package var conversation: ConversationID
    /// 1 to 100.
    package var limit: Int
    /// A cursor or a message id: only what is older. At most one of the three is set; without any it is the newest.
    package var before: String?
    /// A cursor or a message id: what follows it at once.
    package var after: String?
    /// A cursor or a message id: it and its neighbours, half of them newer.
    package var around: String?
    /// The branch that the caller is limited to; nil for all.
    package var scope: String?

    package init(
        conversation: ConversationID,
        limit: Int = 100,
        before: String? = nil,
        after: String? = nil,
        around: String? = nil,
        scope: String? = nil
    ) {
        self.conversation = conversation
        self.limit = limit
        self.before = before
        self.after = after
        self.around = around
        self.scope = scope
    }
}

/// A part of a thread, newest first, and how to go on from it in both directions.
package struct MessageWindow: Codable, Sendable {
    package var items: [Message]
    /// Opaque: `before` of the next older window; nil when there is nothing older.
    package var nextCursor: String?
    /// Whether there is something older.
    package var hasMore: Bool
    /// Opaque: `after` of the next newer window; nil when there is nothing newer.
    package var newerCursor: String?
    package var hasNewer: Bool

    package init(items: [Message], nextCursor: String?, newerCursor: String?) {
        self.items = items
        self.nextCursor = nextCursor
        hasMore = nextCursor != nil
        self.newerCursor = newerCursor
        hasNewer = newerCursor != nil
    }
}

/// One message of a conversation. Throws `not_found`.
package struct ShowMessage: Request {
    package typealias Reply = Message
    package static let name = "messages.show"
    package static let service = ServiceName.conversations
    package var laneKey: String? { nil }

    package var conversation: ConversationID
    package var message: MessageID
    /// The branch that the caller is limited to; nil for all.
    package var scope: String?

    package init(conversation: ConversationID, message: MessageID, scope: String? = nil) {
        self.conversation = conversation
        self.message = message
        self.scope = scope
    }
}

/// Whether a message shows a file to somebody.
package struct CheckFile: Request {
    package typealias Reply = FileShowing
    package static let name = "messages.check-file"
    package static let service = ServiceName.conversations
    package var laneKey: String? { nil }

    package var media: MediaID
    /// The branch that the caller is limited to; nil for all.
    package var scope: String?
    /// The channels that the caller is limited to; nil for all.
    package var channels: [ChannelID]?

    package init(media: MediaID, scope: String? = nil, channels: [ChannelID]? = nil) {
        self.media = media
        self.scope = scope
        self.channels = channels
    }
}

/// Where a file is shown.
package struct FileShowing: Codable, Hashable, Sendable {
    /// Whether a message does that stands in a conversation which the caller sees.
    package var isVisible: Bool

    package init(isVisible: Bool) {
        self.isVisible = isVisible
    }
}
