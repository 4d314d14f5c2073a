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
        var jobs = jobs
        while !jobs.isEmpty {
            var group = WriteGroup(jobs)
            jobs = group.write(on: connection)
        }
    }
}

/// Writes that commit together.
private struct WriteGroup {
    private let jobs: [any Job<any Transaction>]
    private var written: [(job: any Job<any Transaction>, actions: [@Sendable () -> Void])] = []

    init(_ jobs: [any Job<any Transaction>]) {
        self.jobs = jobs
    }

    /// A write that is alone needs no savepoint: the transaction is its own.
    private var isShared: Bool { jobs.count > 1 }

    /// - Returns: the writes to begin again: SQLite undoes a whole transaction when one write fills the disk, and
    ///   the others go without that one.
    mutating func write(on connection: SQLiteConnection) -> [any Job<any Transaction>] {
        do throws(StoreError) {
            try connection.beginImmediately()
        } catch {
            for job in jobs { job.refuse(error) }
            return []
        }
        for (index, job) in jobs.enumerated() {
            do {
                try write(job, on: connection)
            } catch {
                let isUndone = !undoLast(on: connection)
                job.refuse(error)
                if isUndone { return written.map(\.job) + jobs[(index + 1)...] }
            }
        }
        commit(on: connection)
        return []
    }

    private mutating func write(_ job: any Job<any Transaction>, on connection: SQLiteConnection) throws {
        let transaction = OpenTransaction(on: connection)
        defer { _ = transaction.finish() }
        if isShared { try connection.setSavepoint() }
        try job.attempt(with: transaction)
        let actions = transaction.finish()
        if let failure = transaction.failure { throw failure }
        if isShared { try connection.releaseSavepoint() }
        written.append((job, actions))
    }

    /// - Returns: whether the writes before it are still there.
    private func undoLast(on connection: SQLiteConnection) -> Bool {
        guard isShared, connection.isInTransaction else {
            connection.rollBack()
            return !isShared
        }
        do throws(StoreError) {
            try connection.rollBackToSavepoint()
            return true
        } catch {
            connection.rollBack()
            return false
        }
    }

    private func commit(on connection: SQLiteConnection) {
        guard !written.isEmpty else { return connection.rollBack() }
        do throws(StoreError) {
            try connection.commit()
        } catch {
            connection.rollBack()
            for (job, _) in written { job.refuse(error) }
            return
        }
        for (job, actions) in written {
            for action in actions { action() }
            job.answer()
        }
    }
}
