import Contracts
import Store

/// Reads the conversation list, newest activity first, from this service's own tables (ruling 8).
struct ConversationListing {
    let workspace: WorkspaceID
    let reader: any Reader
    /// Where numbers are typed, ISO 3166: `MY`.
    let country: String

    /// - Throws: `Problem` 404 for the tag, 422.
    func list(_ request: ListConversations) throws -> ConversationList {
        let filter = try ConversationFilter(request, workspace, country: country)
        let tags = try TagShelf.read(workspace, in: reader)
        if let tag = request.tag, !tags.tags.contains(where: { $0.id == tag }) { throw Problem.notFound("tag") }
        let rows = try reader.rows(sql: filter.sql, arguments: filter.arguments)
        let found = try rows.prefix(request.limit).map { row throws(StoreError) in try StoredConversation(row) }
        let next = found.last.map { Cursor(moment: $0.activeAt, message: $0.newest).text }
        return ConversationList(
            items: found.map { $0.summary(tags) },
            nextCursor: rows.count > request.limit ? next : nil,
            totals: try Totals.read(workspace, within: nil, in: reader)
        )
    }
}
