import Store
import TestSupport
import Testing

@testable import PostgresStore

@Suite(.timeLimit(.minutes(1)))
struct StatementTests {
    @Test func `a file gives its statements by name`() throws {
        let file = StatementFile(Fixture.statements)
        #expect(file.names == ["add-note", "body", "count", "engine-word (sqlite)", "engine-word (postgres)"])
        #expect(try file.statement("add-note", for: .sqlite).sql == "INSERT INTO note (id, body) VALUES (?, ?)")
        #expect(throws: StoreError.unknownStatement("absent")) { try file.statement("absent", for: .sqlite) }
    }

    @Test(arguments: StoreEngine.underTest)
    func `a statement can have a form for each engine`(engine: StoreEngine) async throws {
        try await withStore(engine) { store in
            let word = try await store.read { try $0.first(NoteQuery.engineWord)?.get("word", as: String.self) }
            #expect(word == engine.rawValue)
        }
    }

    @Test(arguments: StoreEngine.underTest)
    func `every statement of the file is understood`(engine: StoreEngine) async throws {
        try await withNotes(engine) { store in
            try await checkStatements(NoteQuery.self, on: store)
            await #expect(throws: WrongStatement.self) { try await checkStatements(WrongQuery.self, on: store) }
            await #expect(throws: UnusedStatements(names: ["spare"])) {
                try await checkStatements(SpareQuery.self, on: store)
            }
        }
    }

    private enum WrongQuery: String, StatementName {
        case wrong
        static let file = StatementFile(Array("-- name: wrong\nSELECT absent FROM note".utf8))
    }

    private enum SpareQuery: String, StatementName {
        case one
        static let file = StatementFile(Array("-- name: one\nSELECT 1\n-- name: spare\nSELECT 2".utf8))
    }

    @Test(arguments: StoreEngine.underTest)
    func `composed statements come and go`(engine: StoreEngine) async throws {
        try await withNotes(engine) { store in
            for round in 0..<2 {
                let values = try await store.write { transaction in
                    try (0..<150).compactMap { number in
                        try transaction.first(sql: "SELECT ? + \(number) AS sum", arguments: [round])?
                            .get(0, as: Int.self)
                    }
                }
                #expect(values == Array(round..<(150 + round)))
            }
        }
    }

    @Test(arguments: [
        ("SELECT ?, ?", "SELECT $1, $2"),
        ("a = ?2 OR b = ? OR c = ?1", "a = $2 OR b = $3 OR c = $1"),
        ("'?''?' || ? || \"?\"", "'?''?' || $1 || \"?\""),
        ("-- ?'\n? /* ? ' */ ?", "-- ?'\n$1 /* ? ' */ $2"),
        (
            "CAST(? AS INTEGER), CAST(? AS TEXT), CAST(? AS REAL)",
            "CAST($1 AS BIGINT), CAST($2 AS TEXT), CAST($3 AS DOUBLE PRECISION)"
        ),
        ("blob, integer, 'BLOB', a_BLOB, REALLY", "blob, integer, 'BLOB', a_BLOB, REALLY"),
        ("'not ended ?", "'not ended ?"),
        ("ä ?", "ä $1"),
    ])
    func `PostgreSQL gets numbered values and its own types`(portable: String, postgres: String) {
        #expect(PortableSQL.statement(portable) == postgres)
    }

    @Test(arguments: [
        ("id TEXT PRIMARY KEY, n INTEGER, b BLOB", "id TEXT COLLATE \"C\" PRIMARY KEY, n BIGINT, b BYTEA"),
        ("SELECT CAST(n AS TEXT) -- TEXT", "SELECT CAST(n AS TEXT) -- TEXT"),
        ("(a REAL) STRICT, WITHOUT ROWID;", "(a DOUBLE PRECISION) ,  ;"),
    ])
    func `migrations for PostgreSQL get columns of the same width and order`(portable: String, postgres: String) {
        #expect(PortableSQL.script(portable) == postgres)
    }
}
