import Contracts
import Store

/// Looks for words among the latest messages of all conversations, on SQLite.
///
/// Words that many messages have fill a page from a few of them, while the index goes through all that have the beginning
/// of the last one. What is rare is the index's.
struct LatestMessages {
    /// How many messages are looked through for a page at most.
    static let reach: Int64 = 8_000
    /// The first that are looked through; then four times as many, and so on.
    private static let first: Int64 = 125
    /// After how many it is judged whether the page will be full within the reach.
    private static let sample: Int64 = 2_000

    let workspace: WorkspaceID
    let scope: String?
    let reader: any Reader
    let reach: Int64

    /// - Parameters:
    ///   - end: the number of the message that is looked before.
    ///   - limit: how many are wanted.
    /// - Returns: those found, newest first, and the number that the index is to go on before when they are too few.
    func find(_ search: WordSearch, before end: Int64, limit: Int) throws -> (found: [Cursor], end: Int64) {
        let newest: Int64 = try reader.first(SearchQuery.newestMessage)?.get(0) ?? 0
        let start = min(end, newest + 1)
        var (found, looked) = ([Cursor](), Int64(0))
        while looked < min(reach, start - 1), isWorthwhile(found.count, of: limit, after: looked) {
            let next = min(reach, looked == 0 ? Self.first : looked * 4)
            let rows = try reader.rows(
                SearchQuery.latestMessages,
                start - next,
                start - looked,
                search.likeness,
                workspace,
                scope
            )
            for row in rows where search.fits(try row.get(2)) {
                found.append(Cursor(moment: try row.get(1), message: try row.get(0)))
                if found.count == limit { return (found, start - next) }
            }
            looked = next
        }
        return (found, start - looked)
    }

    /// Whether the page will be full within the reach, going by what was found so far.
    private func isWorthwhile(_ found: Int, of limit: Int, after looked: Int64) -> Bool {
        looked < Self.sample || Int64(found) * reach >= Int64(limit) * looked
    }
}
