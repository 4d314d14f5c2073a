import CPostgres
import Store

/// The result of one command, with values in binary.
final class PostgresAnswer {
    private let handle: OpaquePointer

    init(_ handle: OpaquePointer) {
        self.handle = handle
    }

    deinit { PQclear(handle) }

    /// `INSERT 0 1`, `COMMIT`.
    var command: String { String(cString: PQcmdStatus(handle)) }
    var changes: Int { Int(String(cString: PQcmdTuples(handle))) ?? 0 }

    /// The types of a statement's values, of the answer that describes it.
    var parameters: [Oid] { (0..<PQnparams(handle)).map { PQparamtype(handle, $0) } }

    var columns: [String] {
        (0..<PQnfields(handle)).map { index in PQfname(handle, index).map { String(cString: $0) } ?? "" }
    }

    var columnTypes: [Oid] { (0..<PQnfields(handle)).map { PQftype(handle, $0) } }

    /// - Parameter columns: the names, shared by all results of a statement.
    func rows(_ columns: [String]) throws(StoreError) -> [Row] {
        let count = PQntuples(handle)
        guard count > 0, !columns.isEmpty else { return [] }
        let types = (0..<Int32(columns.count)).map { PostgresType(PQftype(handle, $0)) }
        var values: [SQLValue] = []
        values.reserveCapacity(Int(count) * columns.count)
        for row in 0..<count {
            for (index, type) in types.enumerated() {
                values.append(try value(row, Int32(index), type, columns))
            }
        }
        return ResultTable(columns: columns, values: values).rows
    }

    private func value(
        _ row: Int32,
        _ column: Int32,
        _ type: PostgresType,
        _ columns: [String]
    ) throws(StoreError) -> SQLValue {
        guard PQgetisnull(handle, row, column) == 0 else { return .null }
        let bytes = UnsafeRawBufferPointer(
            start: PQgetvalue(handle, row, column),
            count: Int(PQgetlength(handle, row, column))
        )
        guard let value = type.value(bytes) else {
            throw .column(columns[Int(column)], "is of type \(PQftype(handle, column)), which SQLite has not: cast it")
        }
        return value
    }

    /// What the server says went wrong.
    var error: StoreError {
        let state = cpostgres_state(handle).map { String(cString: $0) } ?? "?"
        let text =
            cpostgres_message(handle).map { String(cString: $0) } ?? String(cString: PQresultErrorMessage(handle))
        let name = (cpostgres_constraint(handle) ?? cpostgres_column(handle)).map { String(cString: $0) } ?? text
        switch state {
        case "23505": return .constraint(.unique, name)
        case "23503": return .constraint(.foreignKey, name)
        case "23502": return .constraint(.notNull, name)
        case "23514": return .constraint(.check, name)
        case let state where state.hasPrefix("23"): return .constraint(.other, name)
        // Shutdown, crash, start-up, a session ended for idling, and what a proxy says of a lost server.
        case "57P01", "57P02", "57P03", "57P05", "25P03": return .unavailable(text)
        case let state where state.hasPrefix("08"): return .unavailable(text)
        default: return .engine(code: state, function: "PQgetResult", text: text)
        }
    }
}
