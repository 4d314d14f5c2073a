/// What an engine offers to a transaction; one thread at a time uses it.
package protocol Connection: AnyObject {
    var engine: StoreEngine { get }

    /// Runs one statement to its end.
    func execute(_ statement: Statement, _ arguments: [any SQLBindable]) throws(StoreError) -> Outcome
    /// Runs one statement for each set of values.
    /// - Returns: how many rows all of them changed.
    func execute(_ statement: Statement, each sets: [[any SQLBindable]]) throws(StoreError) -> Int
    /// Prepares one statement.
    func check(_ statement: Statement) throws(StoreError)
    /// Runs several statements without values.
    func execute(script: String) throws(StoreError)
    func setSavepoint() throws(StoreError)
    func releaseSavepoint() throws(StoreError)
    /// Undoes what came after the last savepoint, and ends it.
    func rollBackToSavepoint() throws(StoreError)
}

/// What a statement did.
package struct Outcome {
    package let rows: [Row]
    /// Rows inserted, updated or deleted.
    package let changes: Int

    package init(rows: [Row], changes: Int) {
        self.rows = rows
        self.changes = changes
    }
}
