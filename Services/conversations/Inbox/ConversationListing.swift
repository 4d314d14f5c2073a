import Contracts
import Store

/// Reads the conversation list, newest activity first, from this service's own tables (ruling 8).
///
/// Of several filters the one that leaves the fewest conversations is read along; the others are compared on the way.
struct ConversationListing {
    /// How far is counted to see which filter leaves the fewest.
    static let countLimit = 2_000

    let workspace: WorkspaceID
    let reader: any Reader
    let sizes: SourceSizes
    /// Where numbers are typed, ISO 3166: `MY`.
    let country: String

    /// - Throws: `Problem` 404 for the tag, 422.
    func list(_ request: ListConversations) throws -> ConversationList {
        let filter = try ConversationFilter(request, workspace, country: request.country ?? country)
        let tags = try TagShelf.read(workspace, in: reader)
        if let tag = request.tag, !tags.tags.contains(where: { $0.id == tag }) { throw Problem.notFound("tag") }
        let totals = try Totals.read(workspace, within: request.scope, in: reader)
        let ids = filter.isVoid ? [] : try ids(filter, of: totals.conversations)
        let found = try conversations(Array(ids.prefix(request.limit)))
        let next = found.last.map { Cursor(moment: $0.activeAt, message: $0.newest).text }
        return ConversationList(
            items: found.map { $0.summary(tags) },
            nextCursor: ids.count > request.limit ? next : nil,
            totals: totals
        )
    }

    /// One more than the page has, if there is one.
    private func ids(_ filter: ConversationFilter, of total: Int) throws -> [ConversationID] {
        let statement = ListStatement(page: filter, from: try source(filter, of: total), on: reader.engine)
        return try reader.rows(sql: statement.sql, arguments: statement.values)
            .map { row throws(StoreError) in try row.get(0) }
    }

    private func conversations(_ ids: [ConversationID]) throws -> [StoredConversation] {
        guard !ids.isEmpty else { return [] }
        return try reader.rows(ThreadQuery.listedConversations, JSONColumn(ids))
            .map { row throws(StoreError) in try StoredConversation(row) }
    }

    /// Where a page of this filter is read from at the least cost.
    /// - Parameter total: about how many conversations there are.
    func source(_ filter: ConversationFilter, of total: Int) throws -> ListSource {
        var sources = filter.conditions.map(ListSource.column)
        if filter.unreadOnly { sources.append(.unread) }
        var costs = try gathered(filter, of: total)
        if sources.count + costs.count > 1, reader.engine == .sqlite {
            for source in sources {
                let count = try count(source, filter, upTo: Self.countLimit)
                if count < Self.countLimit { costs.append((source, count)) }
            }
        }
        if let least = costs.min(by: { $0.cost < $1.cost }) { return least.source }
        let usual = ListIndex.allCases.lazy.compactMap { index in
            sources.first { source in
                if case .column(let condition) = source { condition.column == index } else { false }
            }
        }
        return usual.first ?? (filter.unreadOnly ? .unread : .activity)
    }

    /// What no index has in the order of the list, where it is so little that reading all of it costs less than a look at
    /// each conversation along the list until a page is full: the fewer there are, the longer that way is.
    /// - Returns: with the cost in rows of an index.
    private func gathered(_ filter: ConversationFilter, of total: Int) throws -> [(source: ListSource, cost: Int)] {
        var sources: [(source: ListSource, cost: Int)] = []
        func limit(rowCost: Int, lookCost: Double) -> Int {
            let way = Double(filter.limit * max(total, 1_000)) * lookCost / Double(rowCost)
            return min(max(Int(way.squareRoot()), 200), 10_000)
        }
        let (foundCost, tagCost) = (6, 4)
        if let search = filter.search, search.isIndexed {
            let limit = limit(rowCost: foundCost, lookCost: 3)
            let found = try search.find(upTo: limit, in: reader)
            if found.count < limit { sources.append((.found(found), found.count * foundCost)) }
        }
        if let tag = filter.tag {
            let limit = limit(rowCost: tagCost, lookCost: 0.2)
            let count = try count(.tag(tag), filter, upTo: limit)
            if count < limit { sources.append((.tag(tag), count * tagCost)) }
        }
        return sources
    }

    private func count(_ source: ListSource, _ filter: ConversationFilter, upTo limit: Int) throws -> Int {
        try sizes.size(of: source, for: filter, upTo: limit) {
            let statement = ListStatement(count: source, of: filter, upTo: limit, on: reader.engine)
            return try reader.first(sql: statement.sql, arguments: statement.values)?.get(0) ?? 0
        }
    }
}
