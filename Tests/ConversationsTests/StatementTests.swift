import Contracts
import Store
import TestSupport
import Testing

@testable import conversations

@Suite struct StatementTests {
    /// Each statement of each file, by name.
    static func statements(for engine: StoreEngine) throws -> [(name: String, sql: String)] {
        func all<Query: StatementName>(_: Query.Type) throws -> [(name: String, sql: String)] {
            let names = Query.file.names
            let others = StoreEngine.allCases.filter { $0 != engine }.map { " (\($0.rawValue))" }
            #expect(Set(names.map { $0.prefix { $0 != " " } }) == Set(Query.allCases.map { Substring($0.rawValue) }))
            // Some are for one engine alone.
            return try Query.allCases.filter { query in
                names.contains(query.rawValue) || !others.contains { names.contains(query.rawValue + $0) }
                    || names.contains("\(query.rawValue) (\(engine.rawValue))")
            }
            .map { ($0.rawValue, try Query.file.statement($0.rawValue, for: engine).sql) }
        }
        return try all(ThreadQuery.self) + all(FoldingQuery.self) + all(MessageQuery.self) + all(TagQuery.self)
            + all(PeopleQuery.self)
            + all(NoteQuery.self) + all(AlterationQuery.self) + all(WorkQuery.self)
            + all(SearchQuery.self) + all(GestureQuery.self) + all(NotificationQuery.self)
    }

    /// Requests, and each place that their pages may be read from.
    static func sources() throws -> [(filter: ConversationFilter, source: ListSource)] {
        var all = ListConversations(type: .personal, search: "012 345", tag: TagID(trusted: "vip"), limit: 3)
        all.cursor = Cursor(moment: Timestamp(milliseconds: 1), message: "a").text
        (all.assignment, all.scope, all.channel) = ("unassigned", "Kepong", Desk.channel)
        (all.contactType, all.leadStatus, all.unread) = (.member, .new, true)
        let filter = try ConversationFilter(all, Desk.workspace, country: "MY")
        let sources =
            filter.conditions.map(ListSource.column)
            + [.unread, .activity, .tag(TagID(trusted: "vip")), .found([ConversationID(trusted: "a")])]
        let plain = try ConversationFilter(ListConversations(search: "é"), Desk.workspace, country: "MY")
        return sources.map { (filter, $0) } + [(plain, .activity)]
    }

    @Test(arguments: StoreEngine.underTest)
    func `every statement fits the tables and is served by what it says`(engine: StoreEngine) async throws {
        try await Desk.with(engine) { desk in
            var statements = try Self.statements(for: engine).map { name, sql in
                (name, sql, [SQLValue](repeating: .null, count: parameterCount(of: sql)))
            }
            for (filter, source) in try Self.sources() {
                if let search = filter.search, search.isIndexed {
                    let found = search.indexed(on: engine)
                    statements.append(("search", found.sql, found.values.map(\.sqlValue)))
                }
                let page = ListStatement(page: filter, from: source, on: engine)
                statements.append(("page", page.sql, page.values.map(\.sqlValue)))
                let count = ListStatement(count: source, of: filter, upTo: 3, on: engine)
                statements.append(("count", count.sql, count.values.map(\.sqlValue)))
            }
            // Parts of a statement are read whole, and so is what an index of words finds.
            let parts = [
                "CONSTANT ROW", "VIRTUAL TABLE", "SCAN part", "SCAN page", "SCAN found", "SCAN latest", "SCAN batch",
            ]
            for (name, sql, arguments) in statements {
                guard let plan = try await QueryPlan(of: sql, arguments, in: desk.store) else { continue }
                let scans = plan.scans.filter { step in !parts.contains { step.contains($0) } }
                #expect(scans.isEmpty, "\(name): \(plan)")
                #expect(plan.missing.isEmpty, "\(name): \(plan)")
            }
        }
    }

    @Test func `pages come out of the index that they are read from, minute by minute`() async throws {
        try await Desk.with(.sqlite) { desk in
            for (filter, source) in try Self.sources() {
                let index: String
                switch source {
                case .column(let condition): index = "conversation_by_\(condition.column)"
                case .unread: index = "conversation_by_unread"
                case .activity: index = "conversation_by_activity"
                case .tag, .found: continue
                }
                let page = ListStatement(page: filter, from: source, on: .sqlite)
                let values = page.values.map(\.sqlValue)
                let steps = try #require(try await QueryPlan(of: page.sql, values, in: desk.store)).steps
                #expect(steps.contains { $0.contains("USING INDEX \(index) ") }, "\(page.sql): \(steps)")
                #expect(steps.contains("USE TEMP B-TREE FOR RIGHT PART OF ORDER BY"), "\(page.sql): \(steps)")
            }
        }
    }
}
