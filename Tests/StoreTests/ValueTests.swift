import Contracts
import Store
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(1)))
struct ValueTests {
    private enum Color: String, SQLBindable, SQLReadable { case red }

    @Test(arguments: StoreEngine.underTest)
    func `gives back what it was given`(engine: StoreEngine) async throws {
        let long = String(repeating: "ä🙂", count: 5000)
        let notes: [[any SQLBindable]] = [
            [5_000_000_000, "", 0.1, [UInt8]()],
            [Int64.min, "Kuala Lumpur ' ; -- ?", 1e300, [0, 255, 0] as [UInt8]],
            [Int64.max, long, Double.leastNonzeroMagnitude, [UInt8](repeating: 7, count: 100_000)],
            [0, SQLValue.null, Double?.none, [UInt8]?.none],
        ]
        try await withNotes(engine) { store in
            for note in notes {
                let values = note.map(\.sqlValue)
                let row = try await store.write { transaction in
                    try transaction.first(
                        sql: "INSERT INTO note (id, body, size, bytes) VALUES (?, ?, ?, ?) RETURNING *",
                        arguments: values
                    )
                }
                let returned = try (0..<4).map { try row?.get($0, as: SQLValue.self) }
                #expect(returned == values)
                let read = try await store.read {
                    try $0.first(sql: "SELECT * FROM note WHERE id = ?", arguments: [values[0]])
                }
                let reread = try (0..<4).map { try read?.get($0, as: SQLValue.self) }
                #expect(reread == values)
            }
        }
    }

    @Test(arguments: StoreEngine.underTest)
    func `an empty blob and an empty text are not NULL`(engine: StoreEngine) async throws {
        try await withNotes(engine) { store in
            try await store.write {
                try $0.run(sql: "INSERT INTO note (id, body, bytes) VALUES (1, ?, ?)", arguments: ["", [UInt8]()])
            }
            let count = try await store.read {
                try $0.first(sql: "SELECT count(*) FROM note WHERE body IS NOT NULL AND bytes IS NOT NULL")?
                    .get(0, as: Int.self)
            }
            #expect(count == 1)
        }
    }

    @Test(arguments: StoreEngine.underTest)
    func `reads typed values and names a column that is something else`(engine: StoreEngine) async throws {
        try await withNotes(engine) { store in
            let id = try WorkspaceID("gym")
            let row = try await store.write { transaction in
                try transaction.run(NoteQuery.add, 1, Color.red)
                try transaction.run(
                    sql: "INSERT INTO remark (id, note) VALUES (?, ?)",
                    arguments: [id, true]
                )
                return try #require(
                    try transaction.first(sql: "SELECT r.id, n.body, n.id AS n, n.size FROM note n, remark r")
                )
            }
            #expect(try row.get("id", as: WorkspaceID.self) == id)
            #expect(try row.get("body", as: Color.self) == .red)
            #expect(try row.get("n", as: Bool.self))
            #expect(try row.get("n", as: Timestamp.self) == Timestamp(milliseconds: 1))
            #expect(try row.get("n", as: Double.self) == 1)
            #expect(try row.get("size", as: Double?.self) == nil)
            #expect(throws: StoreError.column("size", "holds NULL, which is no Double")) {
                try row.get("size", as: Double.self)
            }
            #expect(throws: StoreError.self) { try row.get("absent", as: Int.self) }
            #expect(throws: StoreError.self) { try row.get(9, as: Int.self) }
        }
    }

    @Test(arguments: StoreEngine.underTest)
    func `sums, averages, conditions and counts come as the same kinds`(engine: StoreEngine) async throws {
        try await withNotes(engine) { store in
            let row = try await store.write { transaction in
                for (id, size) in [(1, 0.5), (2, 1.5)] {
                    try transaction.run(
                        sql: "INSERT INTO note (id, size) VALUES (?, ?)",
                        arguments: [5_000_000_000 + id, size]
                    )
                }
                return try #require(
                    try transaction.first(
                        sql: """
                            SELECT sum(id) AS ids, avg(id) AS mean, sum(size) AS size, count(*) AS count,
                                EXISTS (SELECT 1 FROM note) AS found, CAST(? AS INTEGER) + 1 AS next
                            FROM note WHERE (CAST(?2 AS TEXT) IS NULL OR body = ?2) LIMIT ?3
                            """,
                        arguments: [5_000_000_000, String?.none, 10]
                    )
                )
            }
            #expect(try row.get("ids", as: SQLValue.self) == .integer(10_000_000_003))
            #expect(try row.get("mean", as: SQLValue.self) == .real(5_000_000_001.5))
            #expect(try row.get("size", as: SQLValue.self) == .real(2))
            #expect(try row.get("count", as: SQLValue.self) == .integer(2))
            #expect(try row.get("found", as: Bool.self))
            #expect(try row.get("next", as: SQLValue.self) == .integer(5_000_000_001))
        }
    }

    @Test(arguments: StoreEngine.underTest)
    func `refuses too few and too many values`(engine: StoreEngine) async throws {
        try await withNotes(engine) { store in
            for arguments: [any SQLBindable] in [[1], [1, "a", "b"]] {
                let values = arguments.map(\.sqlValue)
                await #expect(
                    throws: StoreError.argument("statement add-note takes 2 values and was given \(values.count)")
                ) {
                    try await store.write { try $0.run(NoteQuery.add, arguments: values) }
                }
            }
        }
    }

    @Test(arguments: StoreEngine.underTest.filter { $0 == .postgres })
    func `PostgreSQL refuses a NUL in a text and says so`(engine: StoreEngine) async throws {
        try await withNotes(engine) { store in
            await #expect(
                throws: StoreError.argument(
                    "value 2 of statement add-note is a text with a NUL byte, which PostgreSQL cannot keep"
                )
            ) {
                try await store.write { try $0.run(NoteQuery.add, 1, "a\0b") }
            }
        }
    }
}
