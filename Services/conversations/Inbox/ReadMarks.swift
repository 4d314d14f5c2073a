import Contracts
import Store

/// Clears unread counts, when staff read here or on another device.
struct ReadMarks {
    let turn: Turn

    /// Staff have read all of it; the provider is told. When there is nothing unread, nothing happens.
    func markRead(_ request: MarkRead) throws -> ConversationSummary {
        let conversation = try Threads(turn: turn).conversation(request.conversation, within: request.scope)
        guard conversation.unread > 0 else { return try conversation.summary(in: turn.transaction) }
        let read = try clear(conversation.id, downTo: { 0 })
        try turn.emit(ConversationRead(channel: read.channelId, chat: read.chatId))
        return read
    }

    /// An incoming message was read on another device, and with it all before it.
    func readElsewhere(through stored: StoredMessage) throws {
        let id = stored.message.conversationId
        func newer() throws -> Int {
            try turn.transaction.first(ThreadQuery.unreadAfter, id, stored.message.timestamp, stored.id)?.get(0) ?? 0
        }
        guard try newer() < Threads(turn: turn).conversation(id).unread else { return }
        _ = try clear(id, downTo: newer)
    }

    /// - Parameter rest: what stays unread, asked once the conversation is taken for this transaction.
    private func clear(_ id: ConversationID, downTo rest: () throws -> Int) throws -> ConversationSummary {
        let row = try turn.transaction.first(ThreadQuery.changeConversation, turn.workspace, id, turn.now)
        let unread: Int = try row?.get(0) ?? 0
        let left = try min(unread, rest())
        try turn.transaction.run(ThreadQuery.setUnread, id, left)
        try Totals(turn: turn).add(unread: left - unread, in: try row?.get(1) ?? "")
        let summary = try Threads(turn: turn).conversation(id).summary(in: turn.transaction)
        try turn.emit(ConversationChanged(conversation: summary))
        if left == 0 { try ChatNotices(turn: turn).conversationRead(id) }
        return summary
    }
}
