import Contracts
import Store

/// Looks for words among the latest messages of all conversations.
///
/// Words that many messages have fill a page from a few of them, while the index goes through all that have the beginning
/// of the last one. What is rare is the index's.
struct LatestMessages {
    /// The first that are looked through; then four times as many, and so on.
    private static let first = 125
    /// After how many it is judged whether the page will be full within the reach.
    private static let sample = 2_000

    let workspace: WorkspaceID
    let scope: String?
    let reader: any Reader
    /// How many messages are looked through for a page at most.
    let reach: Int

    /// Up to here the way along the messages is shorter than through what the index has of words that are as common, among
    /// ten million messages: PostgreSQL looks at the row of each.
    static func reach(on engine: StoreEngine) -> Int {
        switch engine {
        case .sqlite: 16_000
        case .postgres: 32_000
        }
    }

    /// - Parameters:
    ///   - place: what is found comes before it.
    ///   - limit: how many are wanted.
    /// - Returns: those found, newest first, and the place that the index is to go on before when they are too few; nil
    ///   when no messages are left.
    func find(_ search: WordSearch, before place: Cursor, limit: Int) throws -> (found: [Cursor], end: Cursor?) {
        var (found, looked, end) = ([Cursor](), 0, place)
        while looked < reach, isWorthwhile(found.count, of: limit, after: looked) {
            let next = min(reach, looked == 0 ? Self.first : looked * 4)
            let oldest = try message(next - looked, before: end)
            let rows = try reader.rows(
                SearchQuery.latestMessages,
                (oldest ?? .beforeAll).arrival(on: reader.engine),
                end.arrival(on: reader.engine),
                search.likeness,
                workspace,
                scope
            )
            for row in rows where search.fits(try row.get(2)) {
                found.append(Cursor(moment: try row.get(1), message: try row.get(0)))
                if found.count == limit { return (found, oldest) }
            }
            guard let oldest else { return (found, nil) }
            (looked, end) = (next, oldest)
        }
        return (found, end)
    }

    /// The last of so many before a place; nil when there are fewer.
    private func message(_ count: Int, before place: Cursor) throws -> Cursor? {
        try reader.first(SearchQuery.messageFurtherBack, place.arrival(on: reader.engine), count - 1)
            .map { row throws(StoreError) in Cursor(moment: try row.get(1), message: try row.get(0)) }
    }

    /// Whether the page will be full within the reach, going by what was found so far.
    private func isWorthwhile(_ found: Int, of limit: Int, after looked: Int) -> Bool {
        looked < Self.sample || found * reach >= limit * looked
    }
}

extension Cursor {
    /// Greater than any number and any id.
    static let afterAll = Cursor(moment: Timestamp(milliseconds: .max), message: "~")
    fileprivate static let beforeAll = Cursor(moment: Timestamp(milliseconds: 0), message: "")

    /// What the messages of all conversations are in the order of: their number on SQLite, their id on PostgreSQL.
    func arrival(on engine: StoreEngine) -> any SQLBindable {
        switch engine {
        case .sqlite: moment.milliseconds
        case .postgres: message
        }
    }
}
