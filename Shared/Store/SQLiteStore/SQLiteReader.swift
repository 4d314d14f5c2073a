import Store

/// One of the readers of a file.
///
/// `@unchecked`: the connection is used by the thread of its ``WorkQueue`` alone, once it is handed over.
final class SQLiteReader: Worker, @unchecked Sendable {
    private var connection: SQLiteConnection?

    init(_ connection: SQLiteConnection) {
        self.connection = connection
    }

    func close() {
        connection = nil
    }

    func perform(_ jobs: [any Job<any Reader>]) {
        for job in jobs {
            guard let connection else {
                job.refuse(StoreError.closed)
                continue
            }
            do {
                try read(job, on: connection)
                job.answer()
            } catch {
                job.refuse(error)
            }
        }
    }

    private func read(_ job: any Job<any Reader>, on connection: SQLiteConnection) throws {
        try connection.begin()
        defer { connection.rollBack() }
        let snapshot = OpenTransaction(on: connection)
        defer { _ = snapshot.finish() }
        try job.attempt(with: snapshot)
    }
}
