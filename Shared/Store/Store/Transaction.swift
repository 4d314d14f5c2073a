/// A transaction that writes; it lives only inside the closure that it is handed to.
///
/// A statement that fails fails the whole write, even when the closure catches its error, as PostgreSQL has it;
/// ``savepoint(_:)`` is the way to try something and go on.
package protocol Transaction: Reader {
    /// - Returns: how many rows it inserted, updated or deleted.
    @discardableResult
    func run(_ statement: Statement, _ arguments: [any SQLBindable]) throws(StoreError) -> Int

    /// Runs a statement once for each set of values; on PostgreSQL all of them share their round trips.
    /// - Returns: how many rows all of them changed.
    @discardableResult
    func run(_ statement: Statement, each sets: [[any SQLBindable]]) throws(StoreError) -> Int

    /// Has the engine look at a statement without running it: tests ask this of every statement of a file.
    func check(_ statement: Statement) throws(StoreError)

    /// Runs several statements without values, as migrations have them.
    func run(script: String) throws(StoreError)

    /// Runs after this write is committed and before its caller goes on, in the order of commits, on a thread of the
    /// store: it must return at once and never wait. It does not run when the write fails.
    func afterCommit(_ action: @escaping @Sendable () -> Void)

    /// Puts something off to the end, where all that was put off to one ending is done together: for rows that many
    /// writes share, which are then locked briefly and in one order. Writes that commit together share their end: on
    /// SQLite this write does not see what the ending does. Undone with the savepoint around it.
    func putOff(_ item: any Sendable, to ending: any WriteEnding)

    /// Undoes just what `work` did when it throws, and throws its error on.
    func savepoint<Value>(_ work: () throws -> Value) throws -> Value
}

/// What is done last before a commit. What it throws fails the write; of writes that commit together, the ones that
/// fail alone as well.
package protocol WriteEnding: AnyObject, Sendable {
    /// - Parameter items: what the writes have put off, in that order; at least one.
    func end(_ items: [any Sendable], in transaction: any Transaction) throws
}

extension Transaction {
    @discardableResult
    package func run<Query: StatementName>(
        _ query: Query,
        _ arguments: any SQLBindable...
    ) throws(StoreError) -> Int {
        try run(statement(query), arguments)
    }

    @discardableResult
    package func run<Query: StatementName>(
        _ query: Query,
        arguments: [any SQLBindable]
    ) throws(StoreError) -> Int {
        try run(statement(query), arguments)
    }

    /// Runs a statement once for each set of values; on PostgreSQL all of them share their round trips.
    @discardableResult
    package func run<Query: StatementName>(
        _ query: Query,
        each sets: [[any SQLBindable]]
    ) throws(StoreError) -> Int {
        try run(statement(query), each: sets)
    }

    /// For SQL put together from fixed fragments; values are bound, never written in.
    @discardableResult
    package func run(sql: String, arguments: [any SQLBindable] = []) throws(StoreError) -> Int {
        try run(.composed(sql), arguments)
    }
}
