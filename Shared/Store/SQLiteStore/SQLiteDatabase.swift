import CSQLite
import Store

/// An open database file. Statements keep it open.
final class SQLiteDatabase {
    let handle: OpaquePointer

    /// - Throws: ``StoreError/engine(code:function:text:)``.
    init(path: String, isReader: Bool) throws(StoreError) {
        _ = Self.isConfigured
        var opened: OpaquePointer?
        let mode = isReader ? SQLITE_OPEN_READWRITE : SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE
        // NOMUTEX: each connection is used by one thread at a time.
        let code = sqlite3_open_v2(path, &opened, mode | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, nil)
        guard code == SQLITE_OK, let opened else {
            let text = String(cString: sqlite3_errmsg(opened))
            sqlite3_close_v2(opened)
            throw .engine(code: String(code), function: "sqlite3_open_v2 \(path)", text: text)
        }
        handle = opened
        sqlite3_busy_timeout(handle, 5000)
        try defineFunctions()
    }

    /// Done once, before the first file is opened.
    private static let isConfigured = csqlite_count_no_memory() == SQLITE_OK

    deinit { sqlite3_close_v2(handle) }

    var isInTransaction: Bool { sqlite3_get_autocommit(handle) == 0 }
    var changes: Int { Int(sqlite3_changes64(handle)) }

    func execute(_ script: String) throws(StoreError) {
        let code = sqlite3_exec(handle, script, nil, nil, nil)
        guard code == SQLITE_OK else { throw failure("sqlite3_exec", code) }
    }

    /// The error of the call that has just failed.
    func failure(_ function: String, _ code: Int32) -> StoreError {
        let text = String(cString: sqlite3_errmsg(handle))
        guard code & 0xff == SQLITE_CONSTRAINT else {
            return .engine(code: String(code), function: function, text: text)
        }
        let name = text.split(separator: ": ", maxSplits: 1).last.map(String.init) ?? text
        return .constraint(Self.constraints[code] ?? .other, name)
    }

    /// Extended result codes, <https://sqlite.org/rescode.html>; the macros that name them are not imported.
    private static let constraints: [Int32: ConstraintKind] = [
        275: .check, 787: .foreignKey, 1299: .notNull, 1555: .unique, 2067: .unique, 2579: .unique,
    ]
}
