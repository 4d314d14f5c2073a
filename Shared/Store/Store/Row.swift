/// One row of a result; all rows of a result share their column names and values.
@usableFromInline package struct Row: Sendable {
    @usableFromInline let result: ResultTable
    @usableFromInline let start: Int

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

    /// Reads the column at an index from 0. Inlined with what it reads as, since it is asked for each value.
    /// - Throws: ``StoreError/column(_:_:)`` when there is no such column or it holds something else.
    @inlinable
    package func get<T: SQLReadable>(_ index: Int, as type: T.Type = T.self) throws(StoreError) -> T {
        guard index >= 0, index < result.columns.count else { throw missing(index) }
        do throws(OtherKind) {
            return try T(sqlValue: result.values[start + index])
        } catch {
            throw unreadable(index, as: type)
        }
    }

    @usableFromInline
    func missing(_ index: Int) -> StoreError {
        .column("\(index)", "is past the \(result.columns.count) columns of the result")
    }

    @usableFromInline
    func unreadable(_ index: Int, as type: Any.Type) -> StoreError {
        .column(result.columns[index], "holds \(result.values[start + index].kind), which is no \(type)")
    }
}

/// What a statement answered: values row after row in one array, so that a row costs no allocation of its own.
@usableFromInline package final class ResultTable: Sendable {
    @usableFromInline package let columns: [String]
    @usableFromInline package let values: [SQLValue]

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
