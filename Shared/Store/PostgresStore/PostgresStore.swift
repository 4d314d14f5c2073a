package import Store

/// A store in one schema of a PostgreSQL server, shared by the instances of one service.
///
/// Each connection has a thread; half of them write and half read. A lost connection is made again: callers wait up
/// to ``Dialer/patience`` for a server that restarts.
package final class PostgresStore: Store {
    private let address: PostgresAddress
    private let writes: WorkQueue<PostgresWriter>
    private let reads: WorkQueue<PostgresReader>

    package var engine: StoreEngine { .postgres }

    /// Connects when there is work, not here.
    /// - Parameters:
    ///   - url: `postgres://user:password@host:port/database?sslmode=…`, as libpq reads it.
    ///   - schema: lower-case letters, digits and `_`, 63 at most; made when it is not there.
    ///   - connections: at least 2; lock sessions come on top.
    /// - Throws: ``StoreError/argument(_:)`` when the URL or the schema cannot be one.
    package init(url: String, schema: String, connections: Int = 8) throws(StoreError) {
        let address = try PostgresAddress(url: url, schema: schema)
        let readers = max(1, connections / 2)
        let order = CommitOrder()
        self.address = address
        writes = WorkQueue(
            "postgres.writer",
            (0..<max(1, connections - readers)).map { _ in PostgresWriter(Dialer(address), order) }
        )
        reads = WorkQueue("postgres.reader", (0..<readers).map { _ in PostgresReader(Dialer(address)) })
    }

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

    package func lockSession() async throws -> any LockSession {
        try await PostgresLockSession.open(at: address)
    }

    package func close() async {
        await reads.close()
        await writes.close()
    }
}
