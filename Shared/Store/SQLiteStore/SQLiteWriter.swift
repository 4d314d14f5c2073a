import Store

/// The one writer of a file.
///
/// `@unchecked`: the connection is used by the thread of its ``WorkQueue`` alone, once it is handed over.
final class SQLiteWriter: Worker, @unchecked Sendable {
    typealias Work = any Job<any Transaction>

    private var connection: SQLiteConnection?

    init(_ connection: SQLiteConnection) {
        self.connection = connection
    }

    func close() {
        connection = nil
    }

    /// Commits the writes together and answers each. One that fails is undone alone and answered at once.
    func perform(_ jobs: [Work]) {
        guard let connection else { return jobs.forEach { $0.refuse(StoreError.closed) } }
        var group = Group(isShared: jobs.count > 1)
        do throws(StoreError) {
            try connection.beginImmediately()
        } catch {
            return jobs.forEach { $0.refuse(error) }
        }
        for (index, job) in jobs.enumerated() {
            guard let fatal = group.run(job, on: connection) else { continue }
            // SQLite has undone the whole transaction: those before this one are lost with it, the others have not begun.
            group.refuse(fatal)
            let rest = Array(jobs[(index + 1)...])
            return rest.isEmpty ? () : perform(rest)
        }
        group.commit(on: connection)
    }
}

/// Writes that commit together.
private struct Group {
    private typealias Write = (job: any Job<any Transaction>, actions: [@Sendable () -> Void])

    /// A write that is alone needs no savepoint: the transaction is its own.
    let isShared: Bool
    private var written: [Write] = []

    init(isShared: Bool) {
        self.isShared = isShared
    }

    /// - Returns: the error after which there is no transaction any more.
    mutating func run(_ job: any Job<any Transaction>, on connection: SQLiteConnection) -> (any Error)? {
        let transaction = OpenTransaction(on: connection)
        do {
            if isShared { try connection.setSavepoint() }
            try job.attempt(with: transaction)
            let actions = transaction.finish()
            if let failure = transaction.failure { throw failure }
            if isShared { try connection.releaseSavepoint() }
            written.append((job, actions))
            return nil
        } catch {
            _ = transaction.finish()
            let wasUndone = !connection.isInTransaction
            if !isShared { connection.rollBack() }
            defer { job.refuse(error) }
            if wasUndone { return error }
            guard isShared else { return nil }
            do throws(StoreError) {
                try connection.rollBackToSavepoint()
            } catch {
                connection.rollBack()
                return error
            }
            return nil
        }
    }

    mutating func commit(on connection: SQLiteConnection) {
        guard !written.isEmpty else { return connection.rollBack() }
        do throws(StoreError) {
            try connection.commit()
        } catch {
            connection.rollBack()
            return refuse(error)
        }
        for (job, actions) in written {
            for action in actions { action() }
            job.answer()
        }
    }

    func refuse(_ error: any Error) {
        for (job, _) in written { job.refuse(error) }
    }
}
