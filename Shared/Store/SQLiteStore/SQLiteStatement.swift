import CSQLite
import Store

/// A prepared statement, kept by the connection that made it.
final class SQLiteStatement {
    private let handle: OpaquePointer
    private let name: String
    private let parameters: Int
    let isReadOnly: Bool
    private var columns: [String]
    /// Text and bytes of the values at hand, one behind the other: SQLite reads them here while the statement runs.
    private var scratch: [UInt8] = []
    private var pieces: [Piece] = []

    /// A value's part of ``scratch``, from the end of the one before.
    private struct Piece {
        let index: Int32
        let isText: Bool
        let end: Int
    }

    /// Bytes of ``scratch`` that are kept for the next run.
    private static let largestKept = 16 << 10

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
        defer {
            sqlite3_reset(handle)
            sqlite3_clear_bindings(handle)
            if scratch.capacity > Self.largestKept { scratch = [] }
        }
        try bind(arguments, on: database)
        return try scratch.withUnsafeBufferPointer { (bytes) throws(StoreError) in
            try bind(bytes, on: database)
            return try step(on: database)
        }
    }

    /// Binds numbers, and lays text and bytes out in ``scratch``.
    private func bind(_ arguments: [any SQLBindable], on database: SQLiteDatabase) throws(StoreError) {
        scratch.removeAll(keepingCapacity: true)
        pieces.removeAll(keepingCapacity: true)
        var index: Int32 = 0
        for argument in arguments {
            index += 1
            switch argument.sqlValue {
            case .null: try check(sqlite3_bind_null(handle, index), on: database)
            case .integer(let integer): try check(sqlite3_bind_int64(handle, index, integer), on: database)
            case .real(let real): try check(sqlite3_bind_double(handle, index, real), on: database)
            case .text(var text):
                text.withUTF8 { scratch.append(contentsOf: $0) }
                pieces.append(Piece(index: index, isText: true, end: scratch.count))
            case .blob(let blob):
                scratch.append(contentsOf: blob)
                pieces.append(Piece(index: index, isText: false, end: scratch.count))
            }
        }
    }

    /// Binds the pieces where they are now, without another copy.
    private func bind(_ bytes: UnsafeBufferPointer<UInt8>, on database: SQLiteDatabase) throws(StoreError) {
        var start = 0
        for piece in pieces {
            let count = piece.end - start
            // What is empty may have no address.
            if let address = bytes.baseAddress, count > 0 {
                let bind = piece.isText ? csqlite_bind_text : csqlite_bind_blob
                try check(bind(handle, piece.index, address + start, count), on: database)
            } else if piece.isText {
                try check(csqlite_bind_text(handle, piece.index, "", 0), on: database)
            } else {
                try check(sqlite3_bind_zeroblob(handle, piece.index, 0), on: database)
            }
            start = piece.end
        }
    }

    private func check(_ code: Int32, on database: SQLiteDatabase) throws(StoreError) {
        guard code == SQLITE_OK else { throw database.failure("sqlite3_bind \(name)", code) }
    }

    private func step(on database: SQLiteDatabase) throws(StoreError) -> Outcome {
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
