import CSQLite
import Store

/// A prepared statement, kept by the connection that made it.
final class SQLiteStatement {
    private let handle: OpaquePointer
    private let name: String
    private let parameters: Int
    let isReadOnly: Bool
    private var columns: [String]

    init(_ statement: Statement, on database: SQLiteDatabase) throws(StoreError) {
        var made: OpaquePointer?
        let flags = UInt32(SQLITE_PREPARE_PERSISTENT)
        let code = sqlite3_prepare_v3(database.handle, statement.sql, -1, flags, &made, nil)
        guard code == SQLITE_OK else { throw database.failure("sqlite3_prepare_v3 \(statement.name)", code) }
        guard let made else { throw .argument("statement \(statement.name) is empty") }
        handle = made
        name = statement.name
        parameters = Int(sqlite3_bind_parameter_count(made))
        isReadOnly = sqlite3_stmt_readonly(made) != 0
        columns = Self.columns(of: made)
    }

    deinit { sqlite3_finalize(handle) }

    private static func columns(of handle: OpaquePointer) -> [String] {
        (0..<sqlite3_column_count(handle)).map { index in
            sqlite3_column_name(handle, index).map { String(cString: $0) } ?? ""
        }
    }

    func run(_ arguments: [any SQLBindable], on database: SQLiteDatabase) throws(StoreError) -> Outcome {
        guard arguments.count == parameters else {
            throw .argument("statement \(name) takes \(parameters) values and was given \(arguments.count)")
        }
        return try bind(arguments[...], on: database) { () throws(StoreError) in try step(on: database) }
    }

    /// Binds text and bytes where they are, without a copy: `body` runs while all of them are held in place.
    private func bind(
        _ arguments: ArraySlice<any SQLBindable>,
        on database: SQLiteDatabase,
        then body: () throws(StoreError) -> Outcome
    ) throws(StoreError) -> Outcome {
        guard let argument = arguments.first else { return try body() }
        let index = Int32(arguments.startIndex + 1)
        let rest = arguments.dropFirst()
        func next(_ code: Int32) throws(StoreError) -> Outcome {
            guard code == SQLITE_OK else { throw database.failure("sqlite3_bind \(name)", code) }
            return try bind(rest, on: database, then: body)
        }
        switch argument.sqlValue {
        case .null: return try next(sqlite3_bind_null(handle, index))
        case .integer(let integer): return try next(sqlite3_bind_int64(handle, index, integer))
        case .real(let real): return try next(sqlite3_bind_double(handle, index, real))
        case .text(var text):
            // withUTF8 does not pass the type of an error on.
            return try text.withUTF8 { bytes in
                Result { () throws(StoreError) in
                    guard let start = bytes.baseAddress else {
                        return try next(csqlite_bind_text(handle, index, "", 0))
                    }
                    return try next(csqlite_bind_text(handle, index, start, bytes.count))
                }
            }.get()
        case .blob(let blob):
            return try blob.withUnsafeBufferPointer { (bytes) throws(StoreError) in
                guard let start = bytes.baseAddress, !bytes.isEmpty else {
                    return try next(sqlite3_bind_zeroblob(handle, index, 0))
                }
                return try next(csqlite_bind_blob(handle, index, start, bytes.count))
            }
        }
    }

    private func step(on database: SQLiteDatabase) throws(StoreError) -> Outcome {
        defer {
            sqlite3_reset(handle)
            sqlite3_clear_bindings(handle)
        }
        var values: [SQLValue] = []
        var code = sqlite3_step(handle)
        if code == SQLITE_ROW, Int(sqlite3_column_count(handle)) != columns.count {
            columns = Self.columns(of: handle)
        }
        while code == SQLITE_ROW {
            for index in columns.indices { values.append(value(Int32(index))) }
            code = sqlite3_step(handle)
        }
        guard code == SQLITE_DONE else { throw database.failure("sqlite3_step \(name)", code) }
        let rows = values.isEmpty ? [] : ResultTable(columns: columns, values: values).rows
        return Outcome(rows: rows, changes: isReadOnly ? 0 : database.changes)
    }

    private func value(_ index: Int32) -> SQLValue {
        switch sqlite3_column_type(handle, index) {
        case SQLITE_INTEGER: return .integer(sqlite3_column_int64(handle, index))
        case SQLITE_FLOAT: return .real(sqlite3_column_double(handle, index))
        case SQLITE_TEXT:
            guard let start = sqlite3_column_text(handle, index) else { return .text("") }
            let bytes = UnsafeBufferPointer(start: start, count: Int(sqlite3_column_bytes(handle, index)))
            return .text(String(decoding: bytes, as: UTF8.self))
        case SQLITE_BLOB:
            let start = sqlite3_column_blob(handle, index)
            let bytes = UnsafeRawBufferPointer(start: start, count: Int(sqlite3_column_bytes(handle, index)))
            return .blob(Array(bytes))
        default: return .null
        }
    }
}
