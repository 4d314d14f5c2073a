import Contracts
import Store

/// Fills in what our own tables know of a message that another one answers: better than what the provider tells of it.
struct Quotes {
    let workspace: WorkspaceID
    let reader: any Reader

    /// Does nothing when it is not stored yet.
    func resolve(_ message: inout Message, _ channel: ChannelID) throws {
        guard let bare = message.quotedId, let found = try find(bare, channel, for: message) else { return }
        var content = message.content ?? MessageContent()
        content.quoted = QuotedMessage(found)
        message.content = content
    }

    /// Of two under one bare id the one of this conversation.
    private func find(_ bare: String, _ channel: ChannelID, for message: Message) throws -> Message? {
        let rows = try reader.rows(AlterationQuery.messagesKnownAs, workspace, channel, bare)
        let found = try rows.map { row throws(StoreError) in try StoredMessage(row).message }
        return found.first { $0.conversationId == message.conversationId } ?? found.first
    }
}

extension QuotedMessage {
    init(_ message: Message) {
        self.init(
            messageId: message.id,
            direction: message.direction,
            sender: message.sender,
            type: message.type,
            preview: message.body.map { MessagePreview.line(of: $0, message.type) }
        )
    }
}
