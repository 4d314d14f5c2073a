import Contracts
import Store

/// Looks for words among the latest messages of all conversations.
///
/// Words that many messages have fill a page from a few of them, while the index goes through all that have the beginning
/// of the last one. What is rare is the index's.
struct LatestMessages {
    /// The first that are looked through; then four times as many, and so on.
    private static let first = 125
    /// So many more at once at most.
    private static let step = 8_000
    /// After so many samples it is what the caller may see that is judged by; among fewer it may be none by chance.
    private static let fair = 4
    /// One of so many messages has words that are too common for the index, which goes through all that have them.
    private static let share = 50

    let workspace: WorkspaceID
    let scope: String?
    let reader: any Reader
    let reach: SearchReach

    /// - Parameters:
    ///   - place: what is found comes before it.
    ///   - limit: how many are wanted.
    /// - Returns: those found, newest first, and where the way ended; nil when no messages are left. What is common is not
    ///   for the index, however few of those found the caller may see.
    func find(
        _ search: WordSearch,
        before place: Cursor,
        limit: Int
    ) throws -> (found: [Cursor], end: Cursor?, isCommon: Bool) {
        var (found, end, isCommon) = ([Cursor](), place, false)
        var (looked, fitting) = (0, 0)
        while looked < (isCommon ? reach.page : reach.index),
            isCommon || looked < reach.sample
                || (looked < Self.fair * reach.sample ? fitting : found.count) * reach.index >= limit * looked
        {
            let most = min(looked + Self.step, isCommon ? reach.page : reach.index)
            let next = min(looked == 0 ? Self.first : looked * 4, most)
            let oldest = try message(next - looked, before: end)
            for row in try messages(from: oldest, before: end, like: search) where search.fits(try row.get(2)) {
                fitting += 1
                guard try row.get(3) else { continue }
                found.append(Cursor(moment: try row.get(1), message: try row.get(0)))
                if found.count == limit { return (found, oldest, isCommon) }
            }
            guard let oldest else { return (found, nil, isCommon) }
            (looked, end) = (next, oldest)
            isCommon = looked >= reach.sample && fitting * Self.share >= looked
        }
        return (found, end, isCommon)
    }

    /// The last of so many before a place; nil when there are fewer.
    private func message(_ count: Int, before place: Cursor) throws -> Cursor? {
        try reader.first(SearchQuery.messageFurtherBack, place.arrival(on: reader.engine), count - 1)
            .map { row throws(StoreError) in Cursor(moment: try row.get(1), message: try row.get(0)) }
    }

    /// All with a text like that, and whether the caller may see them.
    private func messages(from oldest: Cursor?, before end: Cursor, like search: WordSearch) throws -> [Row] {
        try reader.rows(
            SearchQuery.latestMessages,
            (oldest ?? .beforeAll).arrival(on: reader.engine),
            end.arrival(on: reader.engine),
            search.likeness,
            workspace,
            scope
        )
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
