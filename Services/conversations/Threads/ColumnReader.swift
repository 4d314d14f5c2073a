import Store

/// Reads the columns of a row one after the other, in the order in which a view names them.
struct ColumnReader {
    private let row: Row
    private var index = 0

    init(_ row: Row) {
        self.row = row
    }

    mutating func next<Value: SQLReadable>() throws(StoreError) -> Value {
        defer { index += 1 }
        return try row.get(index)
    }
}
