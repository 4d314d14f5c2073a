import Contracts
package import Store
package import Testing

/// Plans every statement of a file against the migrated tables: one that does not fit them, that is missing from its
/// file, or that reads a whole table is a finding.
/// - Parameter scanning: those that read a whole table on purpose.
package func explainEach<Query: StatementName>(
    _: Query.Type,
    in store: any Store,
    scanning: Set<Query> = [],
    sourceLocation: SourceLocation = #_sourceLocation
) async throws {
    #expect(Query.file.names == Set(Query.allCases.map(\.rawValue)), sourceLocation: sourceLocation)
    for query in Query.allCases {
        let sql = try Query.file.statement(query.rawValue, for: store.engine).sql
        let explain = store.engine == .sqlite ? "EXPLAIN QUERY PLAN " : "EXPLAIN "
        let arguments = [SQLValue](repeating: .null, count: parameters(of: sql))
        let rows = try await store.write { try $0.rows(sql: explain + sql, arguments: arguments) }
        guard store.engine == .sqlite, !scanning.contains(query) else { continue }
        let steps: [String] = try rows.map { try $0.get("detail") }
        let scans = steps.filter { $0.hasPrefix("SCAN") && !$0.contains("CONSTANT ROW") }
        #expect(scans.isEmpty, "\(query.rawValue): \(steps.joined(separator: "; "))", sourceLocation: sourceLocation)
    }
}

private func parameters(of sql: String) -> Int {
    sql.split(separator: "?").dropFirst().compactMap { Int($0.prefix(while: \.isNumber)) }.max() ?? 0
}
