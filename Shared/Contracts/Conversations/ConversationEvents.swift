/// A message was stored, incoming or outgoing, and its conversation is now so.
package struct MessageAdded: Event {
    package static let topic = "message.added.v1"
    package static let stream = Stream.chat
    package var laneKey: String { message.conversationId.text }

    package var message: Message
    package var conversation: ConversationSummary

    package init(message: Message, conversation: ConversationSummary) {
        self.message = message
        self.conversation = conversation
    }
}

/// A stored message moved on: its status, its file or its certainty.
package struct MessageChanged: Event {
    package static let topic = "message.changed.v1"
    package static let stream = Stream.chat
    package var laneKey: String { message.conversationId.text }

    package var message: Message
    /// The branch of the conversation's contact: who belongs to another one does not see it. Nil when it has none.
    package var branch: String?

    package init(message: Message, branch: String?) {
        self.message = message
        self.branch = branch
    }
}

/// A conversation changed other than by a message: read, tagged, noted, named, assigned, taken, ended.
package struct ConversationChanged: Event {
    package static let topic = "conversation.changed.v1"
    package static let stream = Stream.chat
    package var laneKey: String { conversation.id.text }

    package var conversation: ConversationSummary

    package init(conversation: ConversationSummary) {
        self.conversation = conversation
    }
}

/// A conversation turned out to be with the person of another one, and is part of it now: messages, tags, note and all.
package struct ConversationJoined: Event {
    package static let topic = "conversation.joined.v1"
    package static let stream = Stream.chat
    package var laneKey: String { conversation.id.text }

    /// The one that is no more. Asking for it gives the other.
    package var joined: ConversationID
    /// The one that both are now.
    package var conversation: ConversationSummary

    package init(joined: ConversationID, conversation: ConversationSummary) {
        self.joined = joined
        self.conversation = conversation
    }
}

/// The workspace's tags are now these.
package struct TagsChanged: Event {
    package static let topic = "tags.changed.v1"
    package static let stream = Stream.chat
    package var laneKey: String { "tags" }

    package var tags: [Tag]

    package init(tags: [Tag]) {
        self.tags = tags
    }
}

/// Staff have read a conversation; the provider is told, as a courtesy that may fail.
package struct ConversationRead: Event {
    package static let topic = "conversation.read.v1"
    package static let stream = Stream.outbound
    package var laneKey: String { "\(channel)|\(chat)" }

    package var channel: ChannelID
    package var chat: ChatID

    package init(channel: ChannelID, chat: ChatID) {
        self.channel = channel
        self.chat = chat
    }
}
