import Store

/// One of the readers, with a connection of its own.
///
/// `@unchecked`: the dialer is used by the thread of its ``WorkQueue`` alone.
final class PostgresReader: Worker, @unchecked Sendable {
    private let dialer: Dialer

    init(_ dialer: Dialer) {
        self.dialer = dialer
    }

    func close() {
        dialer.hangUp()
    }

    func perform(_ jobs: [any Job<any Reader>]) {
        for job in jobs {
            do {
                try read(job)
            } catch {
                job.refuse(error)
            }
        }
    }

    private func read(_ job: any Job<any Reader>) throws {
        for attempt in 1... {
            let connection = try dialer.connected()
            let snapshot = OpenTransaction(on: connection)
            do {
                connection.beginSnapshot()
                try job.attempt(with: snapshot)
                _ = snapshot.finish()
                // The caller need not wait for the end of a transaction that changed nothing.
                job.answer()
                return connection.rollBack()
            } catch {
                _ = snapshot.finish()
                connection.rollBack()
                let cause = snapshot.failure ?? error as? StoreError
                guard attempt < 3, let remedy = cause?.remedy else { throw error }
                if remedy == .reconnect { dialer.hangUp() }
            }
        }
    }
}
