import Contracts
import Store
import TestSupport
import Testing

@testable import conversations

@Suite struct StatementTests {
    /// Each statement of each file, by name.
    static func statements(for engine: StoreEngine) throws -> [(name: String, sql: String)] {
        func all<Query: StatementName>(_: Query.Type) throws -> [(name: String, sql: String)] {
            #expect(Query.file.names == Set(Query.allCases.map(\.rawValue)))
            return try Query.allCases.map { ($0.rawValue, try Query.file.statement($0.rawValue, for: engine).sql) }
        }
        return try all(ThreadQuery.self) + all(MessageQuery.self) + all(TagQuery.self) + all(PeopleQuery.self)
            + all(NoteQuery.self) + all(AlterationQuery.self) + all(WorkQuery.self)
    }

    static let filters = [
        ListConversations(),
        ListConversations(type: .groups, cursor: Cursor(moment: Timestamp(milliseconds: 1), message: "a").text),
        ListConversations(cursor: Cursor(moment: Timestamp(milliseconds: 1), message: "a").text),
        ListConversations(type: .personal, search: "012 345", tag: TagID(trusted: "vip"), limit: 3),
    ]

    @Test(arguments: StoreEngine.underTest)
    func `every statement fits the tables and none reads a whole table`(engine: StoreEngine) async throws {
        try await Desk.with(engine) { desk in
            var plans = try Self.statements(for: engine).map { name, sql in
                (name, sql, [SQLValue](repeating: .null, count: Self.parameters(of: sql)))
            }
            for filter in Self.filters {
                let filter = try ConversationFilter(filter, Desk.workspace, country: "MY")
                plans.append(("filter", filter.sql, filter.arguments.map(\.sqlValue)))
            }
            for (name, sql, arguments) in plans {
                let explain = engine == .sqlite ? "EXPLAIN QUERY PLAN " : "EXPLAIN "
                let rows = try await desk.store.write { try $0.rows(sql: explain + sql, arguments: arguments) }
                guard engine == .sqlite else { continue }
                let steps: [String] = try rows.map { try $0.get("detail") }
                let scans = steps.filter { $0.hasPrefix("SCAN") && !$0.contains("CONSTANT ROW") }
                #expect(scans.isEmpty, "\(name): \(steps.joined(separator: "; "))")
            }
        }
    }

    @Test func `pages come out of an index in their order`() async throws {
        try await Desk.with(.sqlite) { desk in
            for filter in Self.filters {
                let filter = try ConversationFilter(filter, Desk.workspace, country: "MY")
                let sql = "EXPLAIN QUERY PLAN " + filter.sql
                let arguments = filter.arguments.map(\.sqlValue)
                let rows = try await desk.store.write { try $0.rows(sql: sql, arguments: arguments) }
                let steps: [String] = try rows.map { try $0.get("detail") }
                #expect(!steps.contains { $0.contains("TEMP B-TREE") }, "\(filter.sql): \(steps)")
            }
        }
    }

    private static func parameters(of sql: String) -> Int {
        sql.split(separator: "?").dropFirst().compactMap { Int($0.prefix(while: \.isNumber)) }.max() ?? 0
    }
}
