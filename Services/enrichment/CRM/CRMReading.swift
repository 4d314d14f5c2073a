import Contracts
import PostgresStore
import Store

/// Reads a table of the workspace's own database through a cursor, page by page, in memory bounded by a page.
///
/// The query answers an id; columns are found by their usual names. With a column `updated_at` it is asked for what has
/// changed: where the query has `$1` the moment stands there, else it is compared outside. Rows come as JSON, so that
/// dates, ids and numbers of any type can be read.
struct CRMReading: Sendable {
    static let page = 500
    /// A row may be committed some time after the moment that it carries.
    private static let overlap = "interval '300 seconds'"

    private let snapshot: PostgresSnapshot
    /// What each column is called in the database, by its name in lower case.
    let columns: [String: String]

    /// - Parameter since: where the last reading ended: what has changed since is read. Nil reads all, by the bytes of the
    ///   ids.
    /// - Throws: `CRMError`, `StoreError`.
    init(_ table: CRMTable, _ sql: String, since: String?, in snapshot: PostgresSnapshot) async throws {
        let shape = try await snapshot.shape(of: sql)
        columns = Dictionary(shape.columns.map { ($0.lowercased(), $0) }) { first, _ in first }
        self.snapshot = snapshot
        guard shape.values <= 1 else { throw CRMError.values(shape.values) }
        guard let id = table.idColumns.lazy.compactMap({ [columns] in columns[$0] }).first else {
            throw CRMError.noColumn(table.idColumns)
        }
        let moment = columns["updated_at"].flatMap { shape.moments.contains($0) ? Self.quoted($0) : nil }
        guard shape.values == 0 || moment != nil else { throw CRMError.noMoment }
        let isCompared = since != nil && shape.values == 0
        let key = "btrim(CAST(\(Self.quoted(id)) AS text), E' \\t\\r\\n')"
        let cursor = """
            DECLARE mynah NO SCROLL CURSOR FOR
            SELECT CAST(to_json(q) AS text) AS record, \(key) AS id, \(Self.microseconds(moment)) AS changed_at FROM (
            \(sql)
            ) AS q \(isCompared ? "WHERE \(moment ?? "") > $1" : "") \(since == nil ? "ORDER BY \(key) COLLATE \"C\"" : "")
            """
        _ = try await snapshot.rows(cursor, isCompared || shape.values == 1 ? [since ?? "-infinity"] : [])
    }

    /// - Returns: no rows after the last.
    func next() async throws -> [CRMRecord] {
        try await snapshot.rows("FETCH \(Self.page) FROM mynah").map { row in
            CRMRecord(id: try row.get("id"), text: try row.get("record"), changedAt: try row.get("changed_at"))
        }
    }

    /// Where a reading that ends now begins the next time: what is committed later may carry an earlier moment.
    /// - Parameter newest: of the rows that were read, in microseconds since 1970.
    func end(_ newest: Int) async throws -> String? {
        let sql = """
            SELECT CAST(LEAST(timestamptz 'epoch' + CAST($1 AS bigint) * interval '1 microsecond', now() - \(Self.overlap))
                AS text) AS place
            """
        return try await snapshot.rows(sql, ["\(newest)"]).first?.get("place")
    }

    private static func microseconds(_ moment: String?) -> String {
        guard let moment else { return "CAST(NULL AS bigint)" }
        let epoch = "extract(epoch FROM CAST(\(moment) AS timestamptz))"
        return "CASE WHEN isfinite(\(moment)) THEN CAST(\(epoch) * 1000000 AS bigint) END"
    }

    private static func quoted(_ column: String) -> String {
        "q.\"\(column.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\""))\""
    }
}
