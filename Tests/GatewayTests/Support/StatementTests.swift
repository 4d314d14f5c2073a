import Bus
import Store
import TestSupport
import Testing

@testable import gateway

struct ProviderStatementTests {
    @Test(arguments: StoreEngine.underTest)
    func `every statement is understood by the engine`(engine: StoreEngine) async throws {
        try await withStore(engine) { store in
            try await Provider.migrate(store)
            try await explain(ChannelQuery.self, store)
            try await explain(IngestQuery.self, store)
            try await explain(HealthQuery.self, store)
            try await explain(SendQuery.self, store)
            try await explain(PictureQuery.self, store)
            try await explain(ImportQuery.self, store)
        }
    }

    private func explain<Query: StatementName>(_: Query.Type, _ store: any Store) async throws {
        #expect(Query.file.names == Set(Query.allCases.map(\.rawValue)))
        for query in Query.allCases {
            let sql = try Query.file.statement(query.rawValue, for: store.engine).sql
            let count = (1...12).last { sql.contains("?\($0)") } ?? 0
            let nulls = Array(repeating: SQLValue.null, count: count)
            try await store.write { _ = try $0.rows(sql: "EXPLAIN " + sql, arguments: nulls) }
        }
    }
}
