import Contracts
import Store

/// Reads the messages of a conversation, newest first: the newest, or a window before, after or around a place.
struct MessageListing {
    let workspace: WorkspaceID
    let reader: any Reader

    /// - Throws: `Problem` 404, 422.
    func list(_ request: ListMessages) throws -> MessageWindow {
        if let problem = PageLimit.problem(request.limit, upTo: 100) { throw Problem.invalid([problem]) }
        let conversation = try Threads.conversation(request.conversation, workspace, within: request.scope, in: reader)
            .id
        let named = [("before", request.before), ("after", request.after), ("around", request.around)]
            .filter { $0.1 != nil }
        guard named.count <= 1 else {
            throw Problem.invalid(named.dropFirst().map { FieldProblem($0.0, "does not go with \(named[0].0)") })
        }
        guard let (field, text) = named.first, let text else { return try newest(of: conversation, request.limit) }
        let place = try place(of: text, in: conversation, field)
        switch field {
        case "before": return try before(place, in: conversation, request.limit)
        case "after": return try after(place, in: conversation, request.limit)
        default: return try around(place, in: conversation, request.limit)
        }
    }

    /// - Throws: `Problem` 404.
    func show(_ request: ShowMessage) throws -> Message {
        let known = try Threads.conversation(request.conversation, workspace, within: request.scope, in: reader)
        let stored = try reader.first(MessageQuery.message, workspace, request.message).map(StoredMessage.init)
        guard let stored, stored.message.conversationId == known.id else {
            throw Problem.notFound("message")
        }
        return try withQuote(stored.withSender(in: reader))
    }

    private func newest(of conversation: ConversationID, _ limit: Int) throws -> MessageWindow {
        let rows = try reader.rows(MessageQuery.newestMessages, conversation, limit + 1)
        return try window(rows.prefix(limit), hasOlder: rows.count > limit, hasNewer: false)
    }

    private func before(_ place: Cursor, in conversation: ConversationID, _ limit: Int) throws -> MessageWindow {
        let rows = try older(than: place, in: conversation, limit + 1)
        // What it is before is there itself, unless it was never one of the thread.
        return try window(rows.prefix(limit), hasOlder: rows.count > limit, hasNewer: true)
    }

    private func after(_ place: Cursor, in conversation: ConversationID, _ limit: Int) throws -> MessageWindow {
        let rows = try newer(than: place, in: conversation, limit + 1)
        return try window(rows.prefix(limit).reversed(), hasOlder: true, hasNewer: rows.count > limit)
    }

    /// The message itself is the oldest of the newer half.
    private func around(_ place: Cursor, in conversation: ConversationID, _ limit: Int) throws -> MessageWindow {
        let half = limit / 2
        let newer = try newer(than: place, in: conversation, half + 1)
        let rest = limit - min(newer.count, half)
        let own = try reader.rows(MessageQuery.messageAt, conversation, place.moment, place.message)
        let older = try older(than: place, in: conversation, rest - own.count + 1)
        let shown = newer.prefix(half).reversed() + own + older.prefix(rest - own.count)
        return try window(shown[...], hasOlder: older.count > rest - own.count, hasNewer: newer.count > half)
    }

    private func older(than place: Cursor, in conversation: ConversationID, _ limit: Int) throws -> [Row] {
        try reader.rows(MessageQuery.olderMessages, conversation, place.moment, place.message, limit)
    }

    /// Oldest first.
    private func newer(than place: Cursor, in conversation: ConversationID, _ limit: Int) throws -> [Row] {
        try reader.rows(MessageQuery.newerMessages, conversation, place.moment, place.message, limit)
    }

    private func window(_ rows: some Collection<Row>, hasOlder: Bool, hasNewer: Bool) throws -> MessageWindow {
        var found = try rows.map { row throws(StoreError) in try StoredMessage(row) }
        try ContactsBehind.complete(&found, workspace, in: reader)
        let cursors = [found.last, found.first].map { stored in
            stored.map { Cursor(moment: $0.message.timestamp, message: $0.id.text).text }
        }
        return MessageWindow(
            items: try found.map(withQuote),
            nextCursor: hasOlder ? cursors[0] : nil,
            newerCursor: hasNewer ? cursors[1] : nil
        )
    }

    /// What a message answers may have come after it.
    private func withQuote(_ stored: StoredMessage) throws -> Message {
        guard stored.message.quotedId != nil, stored.message.content?.quoted?.messageId == nil else {
            return stored.message
        }
        var message = stored.message
        try Quotes(workspace: workspace, reader: reader).resolve(&message, stored.channel)
        return message
    }

    /// - Parameters:
    ///   - text: a cursor, or the id of a message of the conversation.
    ///   - field: whose it is, for the refusal.
    private func place(of text: String, in conversation: ConversationID, _ field: String) throws -> Cursor {
        if let cursor = Cursor(text) { return cursor }
        let stored = try reader.first(MessageQuery.message, workspace, text).map(StoredMessage.init)
        guard let stored, stored.message.conversationId == conversation else {
            throw Problem.invalid([FieldProblem(field, "is neither a cursor nor a message of this conversation")])
        }
        return Cursor(moment: stored.message.timestamp, message: stored.id.text)
    }
}
