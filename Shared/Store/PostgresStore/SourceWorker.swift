import CPostgres
import Glibc
import Store
import Synchronization

/// Who speaks with the server for a ``PostgresSource``.
///
/// `@unchecked`: the connection is used by the thread of its ``WorkQueue`` alone.
final class SourceWorker: Worker, @unchecked Sendable {
    private let address: PostgresAddress
    private var link: PostgresLink?

    init(_ address: PostgresAddress) {
        self.address = address
    }

    func perform(_ jobs: [any Job<SourceWorker>]) {
        for job in jobs {
            do {
                try job.attempt(with: self)
                job.answer()
            } catch {
                job.refuse(error)
            }
        }
    }

    func close() { end() }

    /// - Returns: what ends a statement that runs.
    func begin(timeout: Duration, offset: Int) throws(StoreError) -> PostgresCanceller {
        guard link == nil else { throw .argument("a snapshot of the database is open already") }
        let made = try PostgresLink(address)
        try made.send("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
        try made.send("SET LOCAL statement_timeout = \(timeout.components.seconds * 1000)")
        // It waits for us while we write.
        try made.send("SET LOCAL idle_in_transaction_session_timeout = '10min'")
        try made.send("SET LOCAL TIME ZONE INTERVAL '\(offset) seconds'")
        _ = try made.answers()
        link = made
        return PostgresCanceller(made)
    }

    /// The server undoes the transaction, which changed nothing, when the connection is gone.
    func end() { link = nil }

    func rows(_ sql: String, _ values: [String]) throws(StoreError) -> [Row] {
        let link = try open()
        // Not as `text`: the server reads each as what the statement takes.
        let types = [PostgresType](repeating: .other, count: values.count)
        try link.send(sql, PostgresArguments(values, as: types, of: "source"))
        guard let answer = try link.answers().last else { return [] }
        return try answer.rows(answer.columns)
    }

    func shape(of sql: String) throws(StoreError) -> PostgresShape {
        let link = try open()
        try link.sendPrepare(sql, as: "")
        guard let answer = try link.answers().last else { throw .unavailable("no description of a statement") }
        let moments = zip(answer.columns, answer.columnTypes).filter { $0.1 == 1114 || $0.1 == 1184 }.map(\.0)
        return PostgresShape(values: answer.parameters.count, columns: answer.columns, moments: Set(moments))
    }

    private func open() throws(StoreError) -> PostgresLink {
        guard let link else { throw .closed }
        guard !link.isBroken else { throw .unavailable("the connection was lost") }
        return link
    }
}

/// Ends what a server does for a connection, from any thread.
///
/// `@unchecked`: libpq promises that a `PGcancel` may be used while another thread uses the connection.
final class PostgresCanceller: @unchecked Sendable {
    private let handle: OpaquePointer?
    private let isOver = Mutex(false)

    init(_ link: PostgresLink) {
        handle = link.cancelHandle()
    }

    deinit { PQfreeCancel(handle) }

    /// The connection is not used any more.
    func finish() { isOver.withLock { $0 = true } }

    /// Goes on until the connection is not used any more: what is to be ended may reach the server after the wish to end
    /// it.
    func cancel() {
        var text = [CChar](repeating: 0, count: 256)
        while !isOver.withLock(\.self) {
            PQcancel(handle, &text, Int32(text.count))
            usleep(100_000)
        }
    }
}
