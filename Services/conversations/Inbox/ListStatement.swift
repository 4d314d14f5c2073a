import Contracts
import Store

/// A page of the list as a statement, put together from fixed fragments; every value is bound.
struct ListStatement {
    private(set) var sql = ""
    private(set) var values: [any SQLBindable] = []

    private let filter: ConversationFilter
    private let engine: StoreEngine

    private static let order = " ORDER BY active_minute DESC, active_at DESC, last_message DESC LIMIT ?"

    /// The ids of a page and of one more. They are read by themselves: PostgreSQL plans this for its values each time, and
    /// all that the rows of `conversation_full` are joined from would take most of that.
    init(page filter: ConversationFilter, from source: ListSource, on engine: StoreEngine) {
        self.init(filter, engine)
        switch source {
        case .column(let condition) where condition.values.count > 1:
            // A part for each value, each in its order.
            write("SELECT id FROM (")
            for (number, value) in condition.values.enumerated() {
                if number > 0 { write(" UNION ALL ") }
                write("SELECT * FROM (")
                writePart(.column(.init(column: condition.column, values: [value])), replacing: condition.column)
                write(") part\(number)")
            }
            write(") page" + Self.order, filter.limit + 1)
        default: writePart(source)
        }
    }

    /// How many rows a source has, counted up to a limit.
    init(count source: ListSource, of filter: ConversationFilter, upTo limit: Int, on engine: StoreEngine) {
        self.init(filter, engine)
        write("SELECT COUNT(*) FROM (")
        switch source {
        case .tag(let tag): write("SELECT 1 FROM conversation_tag WHERE tag = ?", tag)
        default:
            write("SELECT 1 ")
            writeFrom(source)
        }
        write(" LIMIT ?) part", limit)
    }

    private init(_ filter: ConversationFilter, _ engine: StoreEngine) {
        self.filter = filter
        self.engine = engine
    }

    private mutating func write(_ fragment: String, _ value: any SQLBindable...) {
        sql += fragment
        values += value
    }

    /// - Parameter column: the one whose condition the source holds in another form.
    private mutating func writePart(_ source: ListSource, replacing column: ListIndex? = nil) {
        write("SELECT id, active_minute, active_at, last_message ")
        writeFrom(source)
        writeFacets(source)
        for condition in filter.conditions where condition.column != column && source != .column(condition) {
            write(" AND \(condition.column.column) IN (\(condition.values.map { _ in "?" }.joined(separator: ", ")))")
            values += condition.values
        }
        if filter.unreadOnly, source != .unread { write(" AND is_unread = 1") }
        if let tag = filter.tag, source != .tag(tag) {
            write(" AND EXISTS (SELECT 1 FROM conversation_tag t WHERE t.tag = ? AND t.conversation = id)", tag)
        }
        if let search = filter.search, !source.isFound { writeResidual(of: search) }
        if let cursor = filter.cursor {
            write(" AND active_minute <= ?", cursor.moment.milliseconds / 60_000)
            write(" AND (active_at, last_message) < (?, ?)", cursor.moment, cursor.message)
        }
        write(Self.order, filter.limit + 1)
    }

    private mutating func writeResidual(of search: PeopleSearch) {
        if !search.isIndexed {
            write(
                """
                 AND active_minute >= COALESCE((SELECT active_minute FROM conversation WHERE workspace = ? AND ended = ? \
                ORDER BY active_minute DESC LIMIT 1 OFFSET ?), 0)
                """,
                filter.workspace,
                filter.isEnded,
                PeopleSearch.latest - 1
            )
        }
        write(" AND " + search.residual.sql)
        values += search.residual.values
    }

    /// The table, by the index that a page comes out of, and the conditions of that index.
    private mutating func writeFrom(_ source: ListSource) {
        switch source {
        case .tag(let tag):
            write(
                "FROM conversation_tag CROSS JOIN conversation WHERE tag = ? AND id = conversation_tag.conversation",
                tag
            )
            write(" AND workspace = ? AND ended = ?", filter.workspace, filter.isEnded)
        case .found(let ids):
            let each = engine == .sqlite ? "json_each(?)" : "jsonb_array_elements_text(?::jsonb)"
            write("FROM (SELECT value FROM \(each)) found CROSS JOIN conversation", JSONColumn(ids))
            write(" WHERE id = found.value AND workspace = ? AND ended = ?", filter.workspace, filter.isEnded)
        case .activity: writeFrom("activity", "")
        case .unread: writeFrom("unread", " AND is_unread = 1")
        case .column(let condition):
            let column = condition.column
            let only = column == .lead ? " AND lead_status <> ''" : ""
            let marks = condition.values.map { _ in "?" }.joined(separator: ", ")
            writeFrom(String(describing: column), "\(only) AND \(column.column) IN (\(marks))")
            values += condition.values
        }
    }

    /// PostgreSQL chooses an index by its own statistics.
    private mutating func writeFrom(_ index: String, _ condition: String) {
        let hint = engine == .sqlite ? " INDEXED BY conversation_by_\(index)" : ""
        write("FROM conversation\(hint) WHERE workspace = ? AND ended = ?", filter.workspace, filter.isEnded)
        write(condition)
    }

    /// What passes rows over by the index alone; PostgreSQL would look at the rows all the same.
    private mutating func writeFacets(_ source: ListSource) {
        guard engine == .sqlite else { return }
        var facets = Facets()
        for condition in filter.conditions where condition.values.count == 1 && source != .column(condition) {
            facets.set(condition.column.facet, condition.values[0])
        }
        if let tag = filter.tag { facets.add(tag) }
        guard facets.mask != 0 else { return }
        write(" AND (facets & ?) = ?", facets.mask, facets.bits)
    }
}
