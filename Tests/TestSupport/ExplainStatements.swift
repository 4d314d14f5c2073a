import Contracts
package import Store
package import Testing

/// Plans every statement of a file against the migrated tables: one that does not fit them, that is missing from its
/// file, that reads a whole table, or whose index is not the one that it names is a finding.
/// - Parameter scanning: those that read a whole table on purpose.
package func explainEach<Query: StatementName>(
    _: Query.Type,
    in store: any Store,
    scanning: Set<Query> = [],
    sourceLocation: SourceLocation = #_sourceLocation
) async throws {
    let names = Set(Query.file.names.map { String($0.prefix { $0 != " " }) })
    #expect(names == Set(Query.allCases.map(\.rawValue)), sourceLocation: sourceLocation)
    for query in Query.allCases {
        let sql = try Query.file.statement(query.rawValue, for: store.engine).sql
        let arguments = [SQLValue](repeating: .null, count: parameterCount(of: sql))
        guard let plan = try await QueryPlan(of: sql, arguments, in: store) else { continue }
        if !scanning.contains(query) {
            let scans = plan.scans.filter { !$0.contains("CONSTANT ROW") }
            #expect(scans.isEmpty, "\(query.rawValue): \(plan)", sourceLocation: sourceLocation)
        }
        #expect(plan.missing.isEmpty, "\(query.rawValue): \(plan)", sourceLocation: sourceLocation)
    }
}

/// How many values a statement with `?1` takes.
package func parameterCount(of sql: String) -> Int {
    sql.split(separator: "?").dropFirst().compactMap { Int($0.prefix(while: \.isNumber)) }.max() ?? 0
}

/// How SQLite goes about a statement, and the indexes that the statement's comments name.
package struct QueryPlan: CustomStringConvertible {
    package let steps: [String]
    /// What a comment says that it is served by, and no step uses.
    package let missing: [String]

    package var description: String { steps.joined(separator: "; ") }
    package var scans: [String] { steps.filter { $0.hasPrefix("SCAN") } }

    /// Nil on PostgreSQL, which goes by its statistics: there it is seen alone that the statement fits the tables.
    package init?(of sql: String, _ arguments: [SQLValue], in store: any Store) async throws {
        let explain = store.engine == .sqlite ? "EXPLAIN QUERY PLAN " : "EXPLAIN "
        let rows = try await store.write { try $0.rows(sql: explain + sql, arguments: arguments) }
        guard store.engine == .sqlite else { return nil }
        let steps: [String] = try rows.map { try $0.get("detail") }
        let all = try await store.read { reader in
            try reader.rows(sql: "SELECT name FROM sqlite_master WHERE type = 'index'").map { try $0.get(0) as String }
        }
        self.steps = steps
        missing = Self.served(by: sql).filter { name in
            let marks = name == "key" ? ["PRIMARY KEY", "sqlite_autoindex"] : ["INDEX \(name) "]
            return (name == "key" || all.contains(name))
                && !steps.contains { step in marks.contains { step.contains($0) } }
        }
    }

    /// The words of the sentence that begins with "Served by", up to its end or a colon.
    private static func served(by sql: String) -> [String] {
        let comments = sql.split(separator: "\n").filter { $0.hasPrefix("--") }.map { $0.dropFirst(2) }.joined()
        guard let start = comments.firstRange(of: "Served by ")?.upperBound else { return [] }
        return comments[start...].prefix { $0 != "." && $0 != ":" }.split { !$0.isLetter && $0 != "_" }.map(String.init)
    }
}
