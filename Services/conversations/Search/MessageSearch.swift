import Contracts
import Store

/// Finds messages by their words, newest first.
struct MessageSearch {
    /// How many messages of one conversation a page looks through.
    static let window = 5_000

    let workspace: WorkspaceID
    let reader: any Reader

    /// - Throws: `Problem` 404 for the conversation, 422.
    func find(_ request: SearchMessages) throws -> Page<FoundMessage> {
        let search = WordSearch(request.words)
        let cursor = request.cursor.map(Cursor.init)
        var problems: [FieldProblem] = []
        if search == nil || request.words.count > 128 {
            problems.append(FieldProblem("q", "must have a word, and at most 128 characters"))
        }
        if !(1...50).contains(request.limit) { problems.append(FieldProblem("limit", "must be 1 to 50")) }
        if cursor == .some(nil) { problems.append(FieldProblem("cursor", "is not one of this list")) }
        guard problems.isEmpty, let search else { throw Problem.invalid(problems) }
        let rows = try rows(request, search, before: cursor ?? nil)
        let places = try rows.prefix(request.limit).map { row throws(StoreError) in
            Cursor(moment: try row.get(1), message: try row.get(0))
        }
        return Page(
            items: try found(places, search),
            nextCursor: rows.count > request.limit ? places.last?.text : nil
        )
    }

    /// Ids, and by what they are in order, one more than the page has.
    private func rows(_ request: SearchMessages, _ search: WordSearch, before place: Cursor?) throws -> [Row] {
        let expression = search.expression(for: reader.engine)
        // Greater than any id; before the first page there is nothing.
        let place = place ?? Cursor(moment: Timestamp(milliseconds: .max), message: "~")
        guard let conversation = request.conversation else {
            let last: any SQLBindable = reader.engine == .sqlite ? place.moment : place.message
            return try reader.rows(
                SearchQuery.findMessages,
                expression,
                last,
                workspace,
                request.scope,
                request.limit + 1
            )
        }
        let known = try Threads.conversation(conversation, workspace, within: request.scope, in: reader)
        return try reader.rows(
            SearchQuery.findInConversation,
            expression,
            known.id,
            place.moment,
            place.message,
            Self.window,
            request.limit + 1
        )
    }

    private func found(_ places: [Cursor], _ search: WordSearch) throws -> [FoundMessage] {
        let tags = try TagShelf.read(workspace, in: reader)
        var conversations: [ConversationID: ConversationSummary] = [:]
        return try places.compactMap { place in
            guard let row = try reader.first(MessageQuery.message, workspace, place.message) else { return nil }
            let message = try StoredMessage(row).message
            let conversation =
                try conversations[message.conversationId]
                ?? Threads.conversation(message.conversationId, workspace, in: reader).summary(tags)
            conversations[message.conversationId] = conversation
            return FoundMessage(
                message: message,
                snippet: Snippet.around(search.words, in: message.body ?? ""),
                conversation: conversation
            )
        }
    }
}
