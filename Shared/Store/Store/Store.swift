/// One service's tables, on either engine.
package protocol Store: Sendable {
    var engine: StoreEngine { get }

    /// Runs `work` in a transaction and returns when it is committed. SQLite runs one at a time and commits all that
    /// wait together; PostgreSQL runs several at once, read committed, so that a row read to be changed is either
    /// changed by one `UPDATE … WHERE` or belongs to one lane. `work` may be run again after a deadlock or a lost
    /// connection: it changes nothing but the database.
    /// - Throws: what `work` threw, and then nothing of it is kept, or a ``StoreError``.
    @discardableResult
    func write<Value: Sendable>(
        _ work: @escaping @Sendable (any Transaction) throws -> Value
    ) async throws -> Value

    /// The same without a task that waits, which costs as much as a small write itself: for what comes by the ten
    /// thousand a second.
    /// - Parameter done: called once, on a thread of the store: it must return at once and never wait.
    func write<Value: Sendable>(
        _ work: @escaping @Sendable (any Transaction) throws -> Value,
        then done: @escaping Completion<Value>
    )

    /// Runs `work` on one snapshot of what is committed. It may be run again after a lost connection.
    func read<Value: Sendable>(_ work: @escaping @Sendable (any Reader) throws -> Value) async throws -> Value

    /// Opens a session whose locks end with it: for lanes, of which each has one owner.
    func lockSession() async throws -> any LockSession

    /// Answers what waits, then closes the connections; further calls throw ``StoreError/closed``.
    func close() async
}

extension Store {
    @discardableResult
    package func write<Value: Sendable>(
        _ work: @escaping @Sendable (any Transaction) throws -> Value
    ) async throws -> Value {
        try await withCheckedThrowingContinuation { caller in write(work) { caller.resume(with: $0) } }
    }
}

/// Locks held for as long as a session lives, each named by a number. A session must be asked something every 5 s. On
/// SQLite, where one process has the file to itself, every lock is granted.
package protocol LockSession: Sendable {
    /// - Returns: whether this session now holds the lock; a lock that it already holds is granted again once.
    /// - Throws: ``StoreError/unavailable(_:)`` when the session has died, and all its locks with it.
    func tryLock(_ key: Int64) async throws -> Bool
    func unlock(_ key: Int64) async throws
    /// Asks the server. A session that has died stays dead: its locks may be others' by now.
    func isAlive() async -> Bool
    func close() async
}
