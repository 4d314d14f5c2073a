package import Store

/// A store in one SQLite file that this process has to itself.
///
/// One thread writes: it takes all writes that wait and commits them together. Readers have threads and connections of
/// their own and never wait for it.
package final class SQLiteStore: Store {
    private let lock: FileLock
    private let writes: WorkQueue<SQLiteWriter>
    private let reads: WorkQueue<SQLiteReader>

    package var engine: StoreEngine { .sqlite }

    /// Opens the file or makes it, in a folder that exists.
    /// - Parameters:
    ///   - readers: threads that read, at least 1.
    ///   - onWaiting: called once when another process has the store; this one then waits until that one ends.
    /// - Throws: ``StoreError`` when the file cannot be opened; `CancellationError` when cancelled while it waits.
    package init(
        path: String,
        readers: Int = 3,
        onWaiting: @Sendable () -> Void = {}
    ) async throws {
        lock = try await FileLock.acquire(path: path + ".lock", onWaiting: onWaiting)
        let writer = try SQLiteWriter(SQLiteConnection(path: path, isReader: false))
        writes = WorkQueue("sqlite.writer", batch: Self.groupLimit, [writer])
        let members = try (0..<readers).map { _ in try SQLiteReader(SQLiteConnection(path: path, isReader: true)) }
        reads = WorkQueue("sqlite.reader", members)
    }

    /// Writes that commit together, at most: so many small ones take some 10 ms, for which none of them is answered.
    private static let groupLimit = 1024

    package func write<Value: Sendable>(
        _ work: @escaping @Sendable (any Transaction) throws -> Value,
        then done: @escaping Completion<Value>
    ) {
        writes.run(work, then: done)
    }

    package func read<Value: Sendable>(
        _ work: @escaping @Sendable (any Reader) throws -> Value
    ) async throws -> Value {
        try await reads.run(work)
    }

    package func lockSession() async throws -> any LockSession { GrantedLocks() }

    package func close() async {
        await reads.close()
        await writes.close()
        lock.release()
    }
}

/// Whoever has the file has every lock.
struct GrantedLocks: LockSession {
    func tryLock(_ key: Int64) async throws -> Bool { true }
    func unlock(_ key: Int64) async throws {}
    func isAlive() async -> Bool { true }
    func close() async {}
}
