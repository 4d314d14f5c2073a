import CSQLite

/// The yardstick: rows of the same size into SQLite, WAL, `synchronous=FULL`, 64 to a transaction, through its C
/// interface alone.
enum RawInserts {
    /// - Returns: rows per second.
    static func measure(in folder: String, rows: Int, payload: [UInt8]) -> Double {
        var database: OpaquePointer?
        guard sqlite3_open("\(folder)/raw.sqlite", &database) == SQLITE_OK else { return 0 }
        defer { sqlite3_close(database) }
        for script in [
            "PRAGMA journal_mode = WAL", "PRAGMA synchronous = FULL",
            "CREATE TABLE row (id INTEGER PRIMARY KEY, payload BLOB NOT NULL)",
        ] { sqlite3_exec(database, script, nil, nil, nil) }
        var statement: OpaquePointer?
        sqlite3_prepare_v2(database, "INSERT INTO row (payload) VALUES (?)", -1, &statement, nil)
        defer { sqlite3_finalize(statement) }
        let start = ContinuousClock.now
        for group in stride(from: 0, to: rows, by: 64) {
            sqlite3_exec(database, "BEGIN", nil, nil, nil)
            for _ in group..<min(group + 64, rows) {
                sqlite3_bind_blob64(statement, 1, payload, UInt64(payload.count), nil)
                sqlite3_step(statement)
                sqlite3_reset(statement)
            }
            sqlite3_exec(database, "COMMIT", nil, nil, nil)
        }
        return Double(rows) / ((ContinuousClock.now - start) / .seconds(1))
    }
}
