import Contracts
import Store

/// The messages of a workspace: found, stored, counted into their conversations.
struct Messages {
    let turn: Turn

    private var transaction: any Transaction { turn.transaction }

    func find(_ id: MessageID) throws -> StoredMessage? {
        try transaction.first(MessageQuery.message, turn.workspace, id).map(StoredMessage.withBranch)
    }

    func find(_ key: MessageKey) throws -> StoredMessage? {
        try transaction.first(MessageQuery.messageByKey, arguments: key.columns(turn.workspace))
            .map(StoredMessage.withBranch)
    }

    /// Stores a message, counts it into its conversation and tells of it.
    /// - Parameter unread: whether it raises the unread count.
    /// - Returns: the conversation with it, or nil when the message is stored already.
    @discardableResult
    func add(
        _ stored: StoredMessage,
        to conversation: StoredConversation,
        unread: Bool = false
    ) throws -> StoredConversation? {
        guard try insert(stored) else { return nil }
        var message = try stored.withSender(in: transaction).message
        let counted: StoredConversation
        if let known = try count(stored, into: conversation, unread: unread) {
            counted = known
        } else {
            // It was ended meanwhile: the message goes on from there.
            let next = try Threads(turn: turn).goOn(from: conversation, to: stored.chat)
            try transaction.run(MessageQuery.moveMessage, message.id, next.id)
            message.conversationId = next.id
            guard let known = try count(stored, into: next, unread: unread) else {
                throw Problem.notFound("conversation")
            }
            counted = known
        }
        turn.metrics.stored(message.direction, in: transaction)
        try turn.emit(MessageAdded(message: message, conversation: counted.summary(in: transaction)))
        return counted
    }

    /// Counts a message as unread that was taken for an old one.
    /// - Returns: its conversation; nil when it counts already, or is of one that was ended.
    func countAsNews(_ id: MessageID) throws -> StoredConversation? {
        // Nearly every message is told twice and counts already: this looks it up by its key alone.
        guard try transaction.run(MessageQuery.countMessage, id) == 1, let stored = try find(id) else { return nil }
        let thread = try Threads(turn: turn).conversation(stored.message.conversationId)
        guard thread.work.endedAt == nil, let counted = try count(stored, into: thread, unread: true) else {
            return nil
        }
        try turn.emit(ConversationChanged(conversation: counted.summary(in: transaction)))
        return counted
    }

    /// Tells what a message is now.
    func tellChange(of changed: StoredMessage) throws {
        let message = try changed.withSender(in: transaction).message
        try turn.emit(MessageChanged(message: message, branch: changed.branch))
    }

    /// - Returns: false when a message of this id is stored already.
    private func insert(_ stored: StoredMessage) throws -> Bool {
        let message = stored.message
        let values: [any SQLBindable] = [
            message.id, turn.workspace, message.conversationId, stored.channel, stored.chat, message.direction,
            message.type, message.body, message.status, message.timestamp, stored.acceptedAt,
            message.providerId, message.clientRef, message.sender?.chatId, message.sender?.name,
            message.sender?.phoneNumber, message.quotedId, message.source, message.sentBy,
            message.campaign?.campaignId, message.campaign?.recipientId, message.media?.id, stored.ours, stored.quiet,
            message.content.map { JSONColumn($0) }, stored.ours ? nil : turn.toldAt,
        ]
        return try transaction.run(MessageQuery.addMessage, arguments: values) == 1
    }

    /// Writes what a message says now, and what stands around it.
    /// - Returns: false when the row has changed meanwhile.
    func save(_ changed: StoredMessage) throws -> Bool {
        let message = changed.message
        let values: [any SQLBindable] = [
            changed.id, changed.revision, message.type, message.body, message.content.map { JSONColumn($0) },
            message.media?.id, MessageExtras(message).map { JSONColumn($0) },
        ]
        return try transaction.run(AlterationQuery.alterMessage, arguments: values) == 1
    }

    /// - Returns: the conversation with the message, or nil when it has been ended since it was found.
    private func count(
        _ stored: StoredMessage,
        into conversation: StoredConversation,
        unread: Bool
    ) throws -> StoredConversation? {
        var counted = conversation
        let message = stored.message
        let reply = message.direction == .incoming && conversation.kind == .personal ? stored.chat : nil
        guard
            let row = try transaction.first(
                ThreadQuery.addToConversation,
                conversation.id,
                turn.now,
                unread ? 1 : 0,
                message.timestamp,
                message.id,
                reply,
                conversation.work.endedAt != nil
            )
        else { return nil }
        counted.unread = try row.get(0)
        counted.version = try row.get(1)
        counted.chat = try row.get(2)
        let newest: String = try row.get(3)
        counted.branch = try row.get(4)
        try Totals(turn: turn).add(unread: unread ? 1 : 0, in: counted.branch)
        // Whoever has changed it since it was read has committed: the row was waited for.
        guard counted.version == conversation.version + 1 else {
            return try Threads(turn: turn).conversation(conversation.id)
        }
        if newest == message.id.text {
            counted.preview = MessagePreview(message)
        } else if newest != conversation.newest {
            return try Threads(turn: turn).conversation(conversation.id)
        }
        counted.newest = newest
        counted.updatedAt = turn.now
        return counted
    }

    /// The file of a message: as it was told here, or as the media service has told it before.
    func claim(_ media: MessageMedia) throws -> MessageMedia {
        guard
            let row = try transaction.first(
                MessageQuery.claimMedia,
                turn.workspace,
                media.id,
                media.state,
                media.mimetype,
                media.filename,
                media.size
            )
        else { return media }
        return MessageMedia(
            id: media.id,
            state: try row.get(0),
            mimetype: try row.get(1),
            filename: try row.get(2),
            size: try row.get(3)
        )
    }
}
