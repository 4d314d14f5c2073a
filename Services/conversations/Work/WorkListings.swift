import Contracts
import Store

/// Reads what was: the assignments of a conversation, and the conversations of its contact.
struct WorkListings {
    let workspace: WorkspaceID
    let reader: any Reader

    /// - Throws: `Problem` 404, 422.
    func assignments(_ request: ListAssignments) throws -> Page<Assignment> {
        let limit = try PageLimit(request.limit, upTo: 100)
        let place = try Cursor.place(request.cursor)
        let conversation = try Threads.conversation(request.conversation, workspace, within: request.scope, in: reader)
        let rows = try reader.rows(
            WorkQuery.assignments,
            conversation.id,
            place.moment,
            place.message,
            limit.toRead
        )
        let found = try rows.map { row throws(StoreError) in try Assignment(row) }
        return limit.page(found) { Cursor(moment: $0.from, message: $0.id).text }
    }

    /// - Throws: `Problem` 404, 422.
    func history(_ request: ListHistory) throws -> Page<ConversationSummary> {
        let limit = try PageLimit(request.limit, upTo: 100)
        let place = try Cursor.place(request.cursor)
        let conversation = try Threads.conversation(request.conversation, workspace, within: request.scope, in: reader)
        let (query, key): (WorkQuery, String) =
            conversation.contact.map { (.historyOfContact, $0.id.text) }
            ?? (.historyOfIdentifier, conversation.identifier)
        let rows = try reader.rows(query, workspace, key, place.moment, place.message, limit.toRead)
        let found = try rows.prefix(limit.count).map { row throws(StoreError) in try StoredConversation(row) }
        let tags = try TagShelf.read(workspace, in: reader)
        let next = found.last.map { Cursor(moment: $0.activeAt, message: $0.newest).text }
        return Page(items: found.map { $0.summary(tags) }, nextCursor: rows.count > limit.count ? next : nil)
    }
}

extension Assignment {
    /// - Parameter row: of ``WorkQuery/assignments``.
    fileprivate init(_ row: Row) throws(StoreError) {
        var columns = ColumnReader(row)
        func person(_ columns: inout ColumnReader) throws(StoreError) -> StaffBrief? {
            let id: StaffID? = try columns.next()
            let name: String? = try columns.next()
            return id.map { StaffBrief(id: $0, name: name ?? $0.text) }
        }
        let id: String = try columns.next()
        let staff = StaffBrief(id: try columns.next(), name: try columns.next())
        let by = try person(&columns)
        self.init(
            id: id,
            staff: staff,
            by: by,
            from: try columns.next(),
            to: try columns.next(),
            endedBy: try person(&columns)
        )
    }
}
