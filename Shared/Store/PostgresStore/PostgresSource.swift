import Dispatch
package import Store

/// Another system's PostgreSQL database, which is only ever read. Nothing is made or set in it: not even a session's
/// settings, which a pooler in front of it would hand on to others.
///
/// A connection lives as long as a snapshot, and has a thread of its own.
package final class PostgresSource: Sendable {
    private let worker: WorkQueue<SourceWorker>

    /// Connects when there is work, not here.
    /// - Parameter url: `postgres://user:password@host:port/database?sslmode=…`, as libpq reads it.
    /// - Throws: ``StoreError/argument(_:)`` when the URL cannot be one.
    package init(url: String) throws(StoreError) {
        worker = WorkQueue("postgres.source", [SourceWorker(try PostgresAddress(readOnly: url))])
    }

    /// Runs `work` on one read-only snapshot of the database; one at a time. When the task is cancelled, so is what the
    /// server does for it.
    /// - Parameters:
    ///   - timeout: the longest that one statement may take.
    ///   - offset: of the clocks by which moments are shown, in seconds east of Greenwich.
    /// - Throws: what `work` threw, or a ``StoreError``.
    package func snapshot<Value: Sendable>(
        timeout: Duration,
        offset: Int,
        _ work: (PostgresSnapshot) async throws -> Value
    ) async throws -> Value {
        let snapshot = PostgresSnapshot(worker)
        do {
            let canceller = try await snapshot.run { try $0.begin(timeout: timeout, offset: offset) }
            defer { canceller.finish() }
            let value = try await withTaskCancellationHandler {
                try await work(snapshot)
            } onCancel: {
                DispatchQueue.global().async { canceller.cancel() }
            }
            try await snapshot.run { $0.end() }
            return value
        } catch {
            try? await snapshot.run { $0.end() }
            throw error
        }
    }

    package func close() async {
        await worker.close()
    }
}

/// What a database was when the snapshot began; it lives only inside the closure that it is handed to.
package struct PostgresSnapshot: Sendable {
    private let worker: WorkQueue<SourceWorker>

    init(_ worker: WorkQueue<SourceWorker>) {
        self.worker = worker
    }

    /// Runs a statement of PostgreSQL as it stands: `$1` and so on are its values, which the server reads as it needs.
    package func rows(_ sql: String, _ values: [String] = []) async throws -> [Row] {
        try await run { try $0.rows(sql, values) }
    }

    /// What a query takes and answers, without running it.
    package func shape(of sql: String) async throws -> PostgresShape {
        try await run { try $0.shape(of: sql) }
    }

    func run<Value: Sendable>(_ work: @escaping @Sendable (SourceWorker) throws -> Value) async throws -> Value {
        try await worker.run(work)
    }
}

/// What a query takes and answers.
package struct PostgresShape: Sendable {
    /// How many values: the highest `$1`, `$2` in it.
    package let values: Int
    package let columns: [String]
    /// Those of type `timestamp` and `timestamptz`.
    package let moments: Set<String>
}
