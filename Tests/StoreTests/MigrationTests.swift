import Store
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(1)))
struct MigrationTests {
    private func migration(_ version: Int, _ sql: String) -> Migration {
        Migration(version: version, name: "step \(version)", bytes: Array(sql.utf8))
    }

    @Test(arguments: StoreEngine.underTest)
    func `applies what is new and only that, per component`(engine: StoreEngine) async throws {
        try await withStore(engine) { store in
            let steps = [
                migration(1, "CREATE TABLE a (x INTEGER); INSERT INTO a VALUES (1);"),
                migration(2, "INSERT INTO a VALUES (2); -- the end"),
            ]
            try await store.migrate("one", [steps[0]])
            try await store.migrate("one", steps)
            try await store.migrate("one", steps)
            try await store.migrate("two", [migration(1, "CREATE TABLE b (x INTEGER)")])
            let sum = try await store.read { try $0.first(sql: "SELECT sum(x) FROM a")?.get(0, as: Int.self) }
            #expect(sum == 3)
        }
    }

    @Test(arguments: StoreEngine.underTest)
    func `refuses a schema that is newer, edited or out of order`(engine: StoreEngine) async throws {
        try await withStore(engine) { store in
            let first = migration(1, "CREATE TABLE a (x INTEGER)")
            let second = migration(2, "CREATE TABLE b (x INTEGER)")
            try await store.migrate("one", [first, second])
            await #expect(throws: StoreError.newerSchema(component: "one", found: 2, known: 1)) {
                try await store.migrate("one", [first])
            }
            await #expect(throws: StoreError.migrationChanged(component: "one", version: 2)) {
                try await store.migrate("one", [first, migration(2, "CREATE TABLE c (x INTEGER)")])
            }
            await #expect(throws: StoreError.migrationOrder(component: "two", version: 2)) {
                try await store.migrate("two", [second])
            }
        }
    }

    @Test(arguments: StoreEngine.underTest)
    func `a migration that fails leaves nothing and can be tried again`(engine: StoreEngine) async throws {
        try await withStore(engine) { store in
            let broken = migration(1, "CREATE TABLE a (x INTEGER); INSERT INTO absent VALUES (1);")
            await #expect(throws: StoreError.self) { try await store.migrate("one", [broken]) }
            try await store.migrate("one", [migration(1, "CREATE TABLE a (x INTEGER)")])
            let count = try await store.read { try $0.first(sql: "SELECT count(*) FROM a")?.get(0, as: Int.self) }
            #expect(count == 0)
        }
    }

    @Test(arguments: StoreEngine.underTest)
    func `lines for one engine are for it alone`(engine: StoreEngine) async throws {
        try await withStore(engine) { store in
            let script = """
                CREATE TABLE a (x TEXT);
                -- engine: sqlite
                CREATE VIRTUAL TABLE found USING fts5 (words);
                INSERT INTO a VALUES ('sqlite');
                -- engine: postgres
                INSERT INTO a VALUES (current_schema()::text);
                -- engine: both
                INSERT INTO a VALUES ('both');
                """
            try await store.migrate("one", [migration(1, script)])
            let words = try await store.read {
                try $0.rows(sql: "SELECT x FROM a").map { try $0.get(0, as: String.self) }
            }
            #expect(words.count == 2)
            #expect((words.first == "sqlite") == (engine == .sqlite))
        }
    }

    @Test(arguments: StoreEngine.underTest)
    func `a table that changes is read as it is now`(engine: StoreEngine) async throws {
        try await withNotes(engine) { store in
            func columns() async throws -> [String] {
                try await store.read { try $0.first(sql: "SELECT * FROM note")?.columns ?? [] }
            }
            try await store.write { try $0.run(NoteQuery.add, 1, "one") }
            let before = try await columns()
            try await store.migrate("more", [migration(1, "ALTER TABLE note ADD COLUMN color TEXT")])
            let after = try await columns()
            #expect(after == before + ["color"])
        }
    }

    @Test(arguments: StoreEngine.underTest.filter { $0 == .postgres })
    func `instances that start together migrate one after another`(engine: StoreEngine) async throws {
        let place = try StorePlace(engine)
        let stores = [try await place.open(), try await place.open(), try await place.open()]
        try await withThrowingTaskGroup(of: Void.self) { group in
            for store in stores {
                group.addTask { try await store.migrate("notes", Fixture.migrations) }
            }
            try await group.waitForAll()
        }
        for store in stores { await store.close() }
        await place.remove()
    }
}
