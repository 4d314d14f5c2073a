import Contracts
import Store

/// Reads the conversation list, newest activity first, from this service's own tables (ruling 8).
///
/// Of several filters the one that leaves the fewest conversations is read along; the others are compared on the way.
struct ConversationListing {
    /// How far is counted to see which filter leaves the fewest.
    static let countLimit = 2_000
    /// As many conversations as are read whole and put in order, where no index has the order.
    static let gatherLimit = 4_000

    let workspace: WorkspaceID
    let reader: any Reader
    /// Where numbers are typed, ISO 3166: `MY`.
    let country: String

    /// - Throws: `Problem` 404 for the tag, 422.
    func list(_ request: ListConversations) throws -> ConversationList {
        let filter = try ConversationFilter(request, workspace, country: country)
        let tags = try TagShelf.read(workspace, in: reader)
        if let tag = request.tag, !tags.tags.contains(where: { $0.id == tag }) { throw Problem.notFound("tag") }
        let rows = filter.isVoid ? [] : try rows(filter)
        let found = try rows.prefix(request.limit).map { row throws(StoreError) in try StoredConversation(row) }
        let next = found.last.map { Cursor(moment: $0.activeAt, message: $0.newest).text }
        return ConversationList(
            items: found.map { $0.summary(tags) },
            nextCursor: rows.count > request.limit ? next : nil,
            totals: try Totals.read(workspace, within: request.scope, in: reader)
        )
    }

    private func rows(_ filter: ConversationFilter) throws -> [Row] {
        let statement = ListStatement(page: filter, from: try source(filter), on: reader.engine)
        return try reader.rows(sql: statement.sql, arguments: statement.values)
    }

    /// Where a page of this filter is read from at the least cost.
    func source(_ filter: ConversationFilter) throws -> ListSource {
        if let search = filter.search, search.isIndexed, try isSmall(.search, filter) { return .search }
        if let tag = filter.tag, try isSmall(.tag(tag), filter) { return .tag(tag) }
        var sources = filter.conditions.map(ListSource.column)
        if filter.unreadOnly { sources.append(.unread) }
        if sources.count > 1, reader.engine == .sqlite {
            let counts = try sources.map { try count($0, filter, upTo: Self.countLimit) }
            if let least = counts.min(), let index = counts.firstIndex(of: least), least < Self.countLimit {
                return sources[index]
            }
        }
        let usual = ListIndex.allCases.lazy.compactMap { index in
            sources.first { source in
                if case .column(let condition) = source { condition.column == index } else { false }
            }
        }
        return usual.first ?? (filter.unreadOnly ? .unread : .activity)
    }

    private func isSmall(_ source: ListSource, _ filter: ConversationFilter) throws -> Bool {
        try count(source, filter, upTo: Self.gatherLimit) < Self.gatherLimit
    }

    private func count(_ source: ListSource, _ filter: ConversationFilter, upTo limit: Int) throws -> Int {
        let statement = ListStatement(count: source, of: filter, upTo: limit, on: reader.engine)
        return try reader.first(sql: statement.sql, arguments: statement.values)?.get(0) ?? 0
    }
}
