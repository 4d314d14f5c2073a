import CSQLite
import Store

/// One connection to the file, for one thread at a time.
final class SQLiteConnection: Connection {
    private let database: SQLiteDatabase
    private var prepared = StatementCache<SQLiteStatement>()
    /// The statement that ran last; mostly it runs again.
    private var latest: (statement: Statement, prepared: SQLiteStatement)?
    /// How many statements ran that may have changed something.
    private(set) var changes = 0

    var engine: StoreEngine { .sqlite }

    /// - Parameter isReader: it can read alone.
    init(path: String, isReader: Bool) throws(StoreError) {
        database = try SQLiteDatabase(path: path, isReader: isReader)
        try execute(script: isReader ? Self.readerSettings : Self.writerSettings)
    }

    /// The writer alone moves its log into the tables, and commits nothing for some 40 ms then. Another connection that did
    /// it beside the writer would hold up no commit, but SQLite before 3.51.3 can lose committed pages when the log begins
    /// anew at that moment. Portions of 1,000 pages would make the pauses a third as long, and writes that go all over the
    /// tables a tenth slower.
    /// - Source: <https://sqlite.org/wal.html>, "The WAL-Reset Bug".
    private static let writerSettings = """
        PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;
        PRAGMA wal_autocheckpoint = 4000; PRAGMA journal_size_limit = 67108864; PRAGMA temp_store = MEMORY;
        PRAGMA cache_size = -4096;
        """

    private static let readerSettings = "PRAGMA query_only = ON; PRAGMA temp_store = MEMORY;"

    /// False once SQLite has rolled the transaction back by itself, on a full disk for one.
    var isInTransaction: Bool { database.isInTransaction }

    func execute(_ statement: Statement, _ arguments: [any SQLBindable]) throws(StoreError) -> Outcome {
        let found = try statementToRun(statement)
        if !found.isReadOnly { changes += 1 }
        return try found.run(arguments, on: database)
    }

    func execute(_ statement: Statement, each sets: [[any SQLBindable]]) throws(StoreError) -> Int {
        let found = try statementToRun(statement)
        if !found.isReadOnly { changes += 1 }
        var rows = 0
        for arguments in sets { rows += try found.run(arguments, on: database).changes }
        return rows
    }

    func check(_ statement: Statement) throws(StoreError) {
        _ = try statementToRun(statement)
    }

    func execute(script: String) throws(StoreError) {
        // The columns of `SELECT *` may be others afterwards.
        prepared.removeAll()
        latest = nil
        changes += 1
        try database.execute(script)
    }

    func begin() throws(StoreError) { try run(Self.begin) }
    func beginImmediately() throws(StoreError) { try run(Self.beginImmediate) }
    func commit() throws(StoreError) { try run(Self.commit) }

    /// Ends the transaction without a trace, when there is one still.
    func rollBack() {
        if isInTransaction { try? run(Self.rollback) }
    }

    func setSavepoint() throws(StoreError) { try run(Self.savepoint) }
    func releaseSavepoint() throws(StoreError) { try run(Self.release) }

    func rollBackToSavepoint() throws(StoreError) {
        try run(Self.rollbackTo)
        try run(Self.release)
    }

    private static let begin = Statement("begin", "BEGIN")
    private static let beginImmediate = Statement("begin", "BEGIN IMMEDIATE")
    private static let commit = Statement("commit", "COMMIT")
    private static let rollback = Statement("rollback", "ROLLBACK")
    private static let savepoint = Statement("savepoint", "SAVEPOINT mark")
    private static let release = Statement("release", "RELEASE mark")
    private static let rollbackTo = Statement("rollback to", "ROLLBACK TO mark")

    private func run(_ statement: Statement) throws(StoreError) {
        _ = try execute(statement, [])
    }

    private func statementToRun(_ statement: Statement) throws(StoreError) -> SQLiteStatement {
        if let latest, latest.statement === statement { return latest.prepared }
        let found = if let known = prepared[statement] { known } else { try prepare(statement) }
        latest = (statement, found)
        return found
    }

    private func prepare(_ statement: Statement) throws(StoreError) -> SQLiteStatement {
        let made = try SQLiteStatement(statement, on: database)
        prepared.keep(made, for: statement)
        return made
    }
}
