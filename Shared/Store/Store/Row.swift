/// One row of a result; all rows of a result share their column names and values.
package struct Row: Sendable {
    private let result: ResultTable
    private let start: Int

    init(_ result: ResultTable, start: Int) {
        self.result = result
        self.start = start
    }

    package var columns: [String] { result.columns }

    /// Reads the column of this name as what the caller needs: `let name: String? = try row.get("name")`.
    /// - Throws: ``StoreError/column(_:_:)`` when there is no such column or it holds something else.
    package func get<T: SQLReadable>(_ column: String, as type: T.Type = T.self) throws(StoreError) -> T {
        guard let index = result.columns.firstIndex(of: column) else {
            throw .column(column, "is not in the result: \(result.columns.joined(separator: ", "))")
        }
        return try get(index)
    }

    /// Reads the column at an index from 0.
    /// - Throws: ``StoreError/column(_:_:)`` when there is no such column or it holds something else.
    package func get<T: SQLReadable>(_ index: Int, as type: T.Type = T.self) throws(StoreError) -> T {
        guard result.columns.indices.contains(index) else {
            throw .column("\(index)", "is past the \(result.columns.count) columns of the result")
        }
        let value = result.values[start + index]
        do throws(OtherKind) {
            return try T(sqlValue: value)
        } catch {
            throw .column(result.columns[index], "holds \(value.kind), which is no \(T.self)")
        }
    }
}

/// What a statement answered: values row after row in one array, so that a row costs no allocation of its own.
package final class ResultTable: Sendable {
    package let columns: [String]
    package let values: [SQLValue]

    /// - Parameter values: a whole number of rows.
    package init(columns: [String], values: [SQLValue]) {
        self.columns = columns
        self.values = values
    }

    package var rows: [Row] {
        guard !columns.isEmpty else { return [] }
        return stride(from: 0, to: values.count, by: columns.count).map { Row(self, start: $0) }
    }
}
