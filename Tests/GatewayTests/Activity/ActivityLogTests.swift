import Contracts
import Runtime
import Store
import TestSupport
import Testing

@testable import gateway

@Suite(.timeLimit(.minutes(2))) struct ActivityLogTests {
    private let workspace = WorkspaceID(trusted: "w1")

    private func draft(_ action: String, object: String? = nil, request: String? = nil) -> ActivityDraft {
        ActivityDraft(workspace: workspace, action: action, object: object, outcome: "done", request: request)
    }

    /// An entry with something in every column.
    private var full: ActivityDraft {
        ActivityDraft(
            workspace: workspace,
            staff: StaffID(trusted: "s1"),
            token: "t1",
            action: "POST /api/tags",
            object: "v1",
            part: "m1",
            ip: "::1",
            outcome: "refused 409 conflict",
            request: "r1"
        )
    }

    private func with(
        _ engine: StoreEngine,
        _ test: (any Store, ActivityLog, ActivityReading) async throws -> Void
    ) async throws {
        try await withStore(engine) { store in
            try await store.migrate("gateway", Gateway.migrations)
            let log = ActivityLog(clock: .system)
            try await test(store, log, ActivityReading(store: store, workspace: workspace))
        }
    }

    private func add(_ drafts: [ActivityDraft], _ store: any Store, _ log: ActivityLog) async throws {
        try await store.write { transaction in for draft in drafts { log.add(draft, in: transaction) } }
    }

    @Test func `what a session comes to is there, another code to scan is not`() async throws {
        try await with(.sqlite) { store, log, reading in
            let activity = EventActivity(log: log)
            for (previous, status) in [
                (nil, "STARTING"), ("STARTING", "SCAN_QR_CODE"), ("SCAN_QR_CODE", "SCAN_QR_CODE"),
                ("SCAN_QR_CODE", "WORKING"),
            ] {
                let event = SessionChanged(
                    channel: ChannelID(trusted: "c1"),
                    session: "default",
                    status: status,
                    at: Timestamp(milliseconds: 0),
                    previous: previous
                )
                try await store.write { activity.sessionChanged(event, in: workspace, $0) }
            }
            let entries = try await reading.page(ActivityListQuery(object: "c1")).items
            #expect(entries.map(\.outcome) == ["WORKING", "SCAN_QR_CODE", "STARTING"])
            #expect(entries.allSatisfy { $0.action == "session.changed" && $0.staff == nil })
        }
    }

    @Test(arguments: StoreEngine.underTest)
    func `entries are numbered without gaps and linked, also when many write at once`(
        engine: StoreEngine
    ) async throws {
        try await with(engine) { store, log, reading in
            let other = ActivityLog(clock: .system)  // as another instance has one
            try await withThrowingTaskGroup(of: Void.self) { group in
                for number in 0..<100 {
                    let log = number.isMultiple(of: 2) ? log : other
                    group.addTask {
                        try await add([draft("a\(number)"), draft("b\(number)")], store, log)
                    }
                }
                try await group.waitForAll()
            }
            var numbers: [Int] = []
            try await reading.each(ActivityFilter()) { numbers += $0.map(\.number) }
            #expect(numbers == Array(1...200))
            #expect(try await reading.verify() == ActivityVerdict(checked: 200, brokenAt: nil))
        }
    }

    @Test(arguments: StoreEngine.underTest)
    func `a change that is undone leaves no entry, and a request leaves one`(engine: StoreEngine) async throws {
        try await with(engine) { store, log, reading in
            let kept = draft("kept", request: "r1")
            try await add([kept, kept], store, log)
            try await add([kept], store, log)
            let undone = draft("undone")
            await #expect(throws: Problem.self) {
                try await store.write { transaction in
                    log.add(undone, in: transaction)
                    throw Problem(409, "conflict", "")
                }
            }
            try await add([draft("next")], store, log)
            let page = try await reading.page(ActivityListQuery())
            #expect(page.items.map(\.action) == ["next", "kept"] && page.items.map(\.number) == [2, 1])
            #expect(try await reading.verify().intact)
        }
    }

    @Test(arguments: StoreEngine.underTest)
    func `the first entry that was changed in any column is found`(engine: StoreEngine) async throws {
        try await with(engine) { store, log, reading in
            try await add([draft("first"), full, draft("third")], store, log)
            let columns = [
                "workspace", "staff", "token", "action", "object", "part", "ip", "outcome", "request", "hash",
            ]
            for column in columns {
                let before: String = try await value(column, store)
                // Every byte of the column, one after the other.
                for index in before.indices {
                    let other = before[index] == "x" ? "y" : "x"
                    let changed = before[..<index] + other + before[before.index(after: index)...]
                    try await set(column, .text(String(changed)), store)
                    #expect(try await reading.verify() == ActivityVerdict(checked: 1, brokenAt: 2), "\(column)")
                    try await set(column, .text(before), store)
                }
            }
            for column in ["staff", "token", "object", "part", "ip", "request"] {
                let before: String = try await value(column, store)
                for changed in [SQLValue.null, .text(""), .text(before + " ")] {
                    try await set(column, changed, store)
                    #expect(try await reading.verify().brokenAt == 2, "\(column)")
                    try await set(column, .text(before), store)
                }
            }
            for (column, change) in [("at", "at + 1"), ("number", "number + 5")] {
                try await store.write {
                    try $0.run(script: "UPDATE activity SET \(column) = \(change) WHERE action LIKE 'POST%'")
                }
                #expect(try await reading.verify().brokenAt == 2, "\(column)")
                let back = change.replacing("+", with: "-")
                try await store.write {
                    try $0.run(script: "UPDATE activity SET \(column) = \(back) WHERE action LIKE 'POST%'")
                }
            }
            #expect(try await reading.verify() == ActivityVerdict(checked: 3, brokenAt: nil))
        }
    }

    private func value(_ column: String, _ store: any Store) async throws -> String {
        try await store.read {
            try $0.first(sql: "SELECT \(column) AS value FROM activity WHERE number = 2")?.get("value") ?? ""
        }
    }

    private func set(_ column: String, _ value: SQLValue, _ store: any Store) async throws {
        try await store.write { transaction in
            try transaction.run(sql: "UPDATE activity SET \(column) = ? WHERE number = 2", arguments: [value])
        }
    }

    @Test(arguments: StoreEngine.underTest)
    func `an entry that is missing is found, at the end as well, and so is another order`(
        engine: StoreEngine
    ) async throws {
        for (sql, broken) in [
            ("DELETE FROM activity WHERE number = 1", 1), ("DELETE FROM activity WHERE number = 2", 2),
            ("DELETE FROM activity WHERE number = 4", 4), ("DELETE FROM activity", 1),
            ("UPDATE activity_head SET number = 3", 3), ("UPDATE activity_head SET hash = 'x'", 4),
            ("UPDATE activity SET number = 9 WHERE number = 3; UPDATE activity SET number = 3 WHERE number = 4", 3),
        ] {
            try await with(engine) { store, log, reading in
                try await add((1...4).map { draft("a\($0)") }, store, log)
                try await store.write { try $0.run(script: sql) }
                let verdict = try await reading.verify()
                #expect(verdict.brokenAt == broken && !verdict.intact, "\(sql)")
            }
        }
    }

    @Test(arguments: StoreEngine.underTest)
    func `the log is filtered, paged and the workspace's own`(engine: StoreEngine) async throws {
        try await withStore(engine) { store in
            try await store.migrate("gateway", Gateway.migrations)
            let clock = TestClock()
            let log = ActivityLog(clock: clock.clock)
            let reading = ActivityReading(store: store, workspace: workspace)
            let begin = clock.clock.now()
            for number in 1...6 {
                var entry = number == 3 ? full : draft("message.added", object: "v\(number % 2)")
                entry.part = number == 3 ? "m1" : "m\(number)"
                try await add([entry], store, log)
                clock.advance(by: .seconds(10))
            }
            let numbers = { (query: ActivityListQuery) in try await reading.page(query).items.map(\.number) }
            #expect(try await numbers(ActivityListQuery(staff: StaffID(trusted: "s1"))) == [3])
            #expect(try await numbers(ActivityListQuery(action: "message.added")) == [6, 5, 4, 2, 1])
            #expect(try await numbers(ActivityListQuery(object: "v1")) == [5, 3, 1])
            #expect(try await numbers(ActivityListQuery(object: "m4")) == [4])
            #expect(
                try await numbers(ActivityListQuery(from: begin + .seconds(10), to: begin + .seconds(30))) == [3, 2]
            )
            #expect(try await numbers(ActivityListQuery(from: begin + .seconds(60))) == [])
            let first = try await reading.page(ActivityListQuery(limit: 4))
            #expect(first.items.map(\.number) == [6, 5, 4, 3])
            let rest = try await reading.page(ActivityListQuery(limit: 4, cursor: first.nextCursor))
            #expect(rest.items.map(\.number) == [2, 1] && !rest.hasMore)
            let other = ActivityReading(store: store, workspace: WorkspaceID(trusted: "w2"))
            #expect(try await other.page(ActivityListQuery()).items.isEmpty)
            #expect(try await other.verify() == ActivityVerdict(checked: 0, brokenAt: nil))
            for cursor in ["0", "x"] {
                await #expect(throws: Problem.self) { try await reading.page(ActivityListQuery(cursor: cursor)) }
            }
        }
    }

    @Test(arguments: StoreEngine.underTest)
    func `every statement fits the tables`(engine: StoreEngine) async throws {
        try await with(engine) { store, _, _ in try await explainEach(ActivityQuery.self, in: store) }
    }
}
