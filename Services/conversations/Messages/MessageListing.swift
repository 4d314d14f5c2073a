import Contracts
import Store

/// Reads the messages of a conversation, newest first.
struct MessageListing {
    let workspace: WorkspaceID
    let reader: any Reader

    /// - Throws: `Problem` 404, 422.
    func list(_ request: ListMessages) throws -> Page<Message> {
        guard (1...100).contains(request.limit) else {
            throw Problem.invalid([FieldProblem("limit", "must be 1 to 100")])
        }
        let conversation = try Threads.conversation(request.conversation, workspace, in: reader)
        let rows = try rows(of: conversation.id, before: request.before, limit: request.limit + 1)
        let found = try rows.prefix(request.limit).map { row throws(StoreError) in try StoredMessage(row) }
        let next = found.last.map { Cursor(moment: $0.message.timestamp, message: $0.id.text).text }
        return Page(items: found.map(\.message), nextCursor: rows.count > request.limit ? next : nil)
    }

    private func rows(of conversation: ConversationID, before: String?, limit: Int) throws -> [Row] {
        guard let before else { return try reader.rows(MessageQuery.newestMessages, conversation, limit) }
        let place = try place(of: before, in: conversation)
        return try reader.rows(MessageQuery.olderMessages, conversation, place.moment, place.message, limit)
    }

    /// - Parameter text: a cursor, or the id of a message of the conversation.
    private func place(of text: String, in conversation: ConversationID) throws -> Cursor {
        if let cursor = Cursor(text) { return cursor }
        let stored = try reader.first(MessageQuery.message, workspace, text).map(StoredMessage.init)
        guard let stored, stored.message.conversationId == conversation else {
            throw Problem.invalid([FieldProblem("before", "is neither a cursor nor a message of this conversation")])
        }
        return Cursor(moment: stored.message.timestamp, message: stored.id.text)
    }
}
