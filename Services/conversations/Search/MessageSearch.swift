import Contracts
import Store

/// Finds messages by their words, newest first.
struct MessageSearch {
    /// How many messages of a conversation are read at once.
    private static let part = 250

    let workspace: WorkspaceID
    let reader: any Reader
    let reach: SearchReach

    /// - Parameter reach: as it is usual when nil.
    init(workspace: WorkspaceID, reader: any Reader, reach: SearchReach? = nil) {
        self.workspace = workspace
        self.reader = reader
        self.reach = reach ?? .usual(on: reader.engine)
    }

    /// - Throws: `Problem` 404 for the conversation, 422.
    func find(_ request: SearchMessages) throws -> Page<FoundMessage> {
        let search = WordSearch(request.words)
        let cursor = request.cursor.map(Cursor.init)
        var problems: [FieldProblem] = []
        if search == nil || request.words.count > 128 {
            problems.append(FieldProblem("q", "must have a word, and at most 128 characters"))
        }
        if let problem = PageLimit.problem(request.limit, upTo: 50) { problems.append(problem) }
        if cursor == .some(nil) { problems.append(.foreignCursor) }
        guard problems.isEmpty, let search else { throw Problem.invalid(problems) }
        let (places, end) = try places(request, search, before: (cursor ?? nil) ?? .afterAll)
        let page = Array(places.prefix(request.limit))
        return Page(items: try found(page, search), nextCursor: (places.count > page.count ? page.last : end)?.text)
    }

    /// Where messages are that have the words, one more than the page has; and where to go on when not all were looked
    /// through.
    private func places(
        _ request: SearchMessages,
        _ search: WordSearch,
        before place: Cursor
    ) throws -> (found: [Cursor], end: Cursor?) {
        let limit = request.limit + 1
        if let conversation = request.conversation {
            let known = try Threads.conversation(conversation, workspace, within: request.scope, in: reader)
            return try places(in: known.id, search, before: place, limit: limit)
        }
        let latest = LatestMessages(workspace: workspace, scope: request.scope, reader: reader, reach: reach)
        let (found, end, isCommon) = try latest.find(search, before: place, limit: limit)
        guard found.count < limit, !isCommon, let end else { return (found, end) }
        return (try found + indexed(request, search, before: end, limit: limit - found.count), nil)
    }

    private func indexed(
        _ request: SearchMessages,
        _ search: WordSearch,
        before place: Cursor,
        limit: Int
    ) throws -> [Cursor] {
        let rows = try reader.rows(
            SearchQuery.findMessages,
            search.expression(for: reader.engine),
            place.arrival(on: reader.engine),
            workspace,
            request.scope,
            limit
        )
        return try rows.map { row throws(StoreError) in Cursor(moment: try row.get(1), message: try row.get(0)) }
    }

    /// Reads on in a conversation until enough is found: the index would go through all that any conversation has of
    /// these words.
    private func places(
        in conversation: ConversationID,
        _ search: WordSearch,
        before start: Cursor,
        limit: Int
    ) throws -> (found: [Cursor], end: Cursor?) {
        var (found, place, looked) = ([Cursor](), start, 0)
        while looked < reach.conversation {
            let part = min(Self.part, reach.conversation - looked)
            let rows = try reader.rows(SearchQuery.messagesBefore, conversation, place.moment, place.message, part)
            for row in rows {
                place = Cursor(moment: try row.get(1), message: try row.get(0))
                if search.fits(try row.get(2)) { found.append(place) }
                if found.count == limit { return (found, place) }
            }
            if rows.count < part { return (found, nil) }
            looked += part
        }
        return (found, place)
    }

    private func found(_ places: [Cursor], _ search: WordSearch) throws -> [FoundMessage] {
        if places.isEmpty { return [] }
        let tags = try TagShelf.read(workspace, in: reader)
        var rows: [String: Row] = [:]
        for row in try reader.rows(MessageQuery.listedMessages, workspace, JSONColumn(places.map(\.message))) {
            rows[try row.get(0)] = row
        }
        let messages = try places.compactMap { try rows[$0.message].map(StoredMessage.init)?.message }
        let ids = JSONColumn(Set(messages.map(\.conversationId)))
        var conversations: [ConversationID: ConversationSummary] = [:]
        for row in try reader.rows(ThreadQuery.listedConversations, ids) {
            let conversation = try StoredConversation(row).summary(tags)
            conversations[conversation.id] = conversation
        }
        let words = search.words
        return messages.compactMap { message in
            conversations[message.conversationId].map { conversation in
                FoundMessage(
                    message: message,
                    snippet: Snippet.around(words, in: message.body ?? ""),
                    conversation: conversation
                )
            }
        }
    }
}
