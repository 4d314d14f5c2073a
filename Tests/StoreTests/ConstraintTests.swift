import Store
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(1)))
struct ConstraintTests {
    private static let cases: [(ConstraintKind, String, [String])] = [
        (.unique, "INSERT INTO note (id) VALUES (1)", ["note.id", "note_pkey"]),
        (
            .foreignKey, "INSERT INTO remark (id, note) VALUES ('a', 9)",
            ["FOREIGN KEY constraint failed", "remark_note_fkey"]
        ),
        (.notNull, "INSERT INTO remark (id) VALUES ('a')", ["remark.note", "note"]),
        (.check, "INSERT INTO note (id, size) VALUES (2, -1)", ["note_size_positive", "note_size_positive"]),
    ]

    @Test(arguments: StoreEngine.underTest)
    func `a broken rule is named by its kind`(engine: StoreEngine) async throws {
        try await withNotes(engine) { store in
            try await store.write { try $0.run(NoteQuery.add, 1, "one") }
            for (kind, sql, names) in Self.cases {
                let name = engine == .sqlite ? names[0] : names[1]
                await #expect(throws: StoreError.constraint(kind, name)) {
                    try await store.write { try $0.run(sql: sql) }
                }
            }
        }
    }

    @Test(arguments: StoreEngine.underTest)
    func `deleting a note takes its remarks along and counts the note alone`(engine: StoreEngine) async throws {
        try await withNotes(engine) { store in
            let deleted = try await store.write { transaction in
                try transaction.run(NoteQuery.add, 1, "one")
                try transaction.run(sql: "INSERT INTO remark (id, note) VALUES ('a', 1), ('b', 1)")
                return try transaction.run(sql: "DELETE FROM note")
            }
            let left = try await store.read { try $0.first(sql: "SELECT count(*) FROM remark")?.get(0, as: Int.self) }
            #expect(deleted == 1)
            #expect(left == 0)
        }
    }

    @Test(arguments: StoreEngine.underTest)
    func `an error of the engine carries its code`(engine: StoreEngine) async throws {
        try await withNotes(engine) { store in
            let error = await #expect(throws: StoreError.self) {
                try await store.read { _ = try $0.rows(sql: "SELECT absent FROM note") }
            }
            guard case .engine(let code, _, let text) = error else {
                Issue.record("\(String(describing: error))")
                return
            }
            #expect(code == (engine == .sqlite ? "1" : "42703"))
            #expect(text.contains("absent"))
        }
    }

    @Test(arguments: StoreEngine.underTest)
    func `texts are in the order of their bytes`(engine: StoreEngine) async throws {
        try await withNotes(engine) { store in
            let words = try await store.write { transaction in
                for (id, word) in ["b", "B", "a-b", "ab", "ä"].enumerated() {
                    try transaction.run(NoteQuery.add, id, word)
                }
                return try transaction.rows(sql: "SELECT body FROM note ORDER BY body")
                    .map { try $0.get(0, as: String.self) }
            }
            #expect(words == ["B", "a-b", "ab", "b", "ä"])
        }
    }
}
