import Store

/// The one writer of a file.
///
/// `@unchecked`: the connection is used by the thread of its ``WorkQueue`` alone, once it is handed over.
final class SQLiteWriter: Worker, @unchecked Sendable {
    typealias Work = any Job<any Transaction>

    private var connection: SQLiteConnection?
    /// How many of the next groups set savepoints.
    private var guardedGroups = 0

    init(_ connection: SQLiteConnection) {
        self.connection = connection
    }

    func close() {
        connection = nil
    }

    /// After a group that had to begin again, so many set a savepoint before each write. Savepoints cost a third of a
    /// small write, and most groups have nothing to undo.
    private static let caution = 32

    /// Commits the writes together and answers each. One that fails is undone alone and answered at once.
    func perform(_ jobs: [Work]) {
        guard let connection else { return jobs.forEach { $0.refuse(StoreError.closed) } }
        var jobs = jobs
        while !jobs.isEmpty {
            var group = WriteGroup(jobs, isGuarded: guardedGroups > 0)
            jobs = group.write(on: connection)
            guardedGroups = jobs.isEmpty ? max(0, guardedGroups - 1) : Self.caution
        }
    }
}

/// Writes that commit together.
private struct WriteGroup {
    private let jobs: [any Job<any Transaction>]
    private var written: [(job: any Job<any Transaction>, actions: [@Sendable () -> Void])] = []

    private let isGuarded: Bool

    /// - Parameter isGuarded: set a savepoint before each write, so that one can be undone alone.
    init(_ jobs: [any Job<any Transaction>], isGuarded: Bool) {
        self.jobs = jobs
        // A write that is alone needs no savepoint: the transaction is its own.
        self.isGuarded = isGuarded && jobs.count > 1
    }

    /// - Returns: the writes to begin again without one that failed and could not be undone alone.
    mutating func write(on connection: SQLiteConnection) -> [any Job<any Transaction>] {
        do throws(StoreError) {
            try connection.beginImmediately()
        } catch {
            for job in jobs { job.refuse(error) }
            return []
        }
        for (index, job) in jobs.enumerated() {
            let changes = connection.changes
            do {
                try write(job, on: connection)
            } catch {
                let isAlone = undo(changedSomething: connection.changes != changes, on: connection)
                job.refuse(error)
                if !isAlone { return written.map(\.job) + jobs[(index + 1)...] }
            }
        }
        commit(on: connection)
        return []
    }

    private mutating func write(_ job: any Job<any Transaction>, on connection: SQLiteConnection) throws {
        let transaction = OpenTransaction(on: connection)
        defer { _ = transaction.finish() }
        if isGuarded { try connection.setSavepoint() }
        try job.attempt(with: transaction)
        try transaction.conclude()
        let actions = transaction.finish()
        if let failure = transaction.failure { throw failure }
        if isGuarded { try connection.releaseSavepoint() }
        written.append((job, actions))
    }

    /// Undoes the write that failed last.
    /// - Returns: false when the writes before it had to go with it: SQLite itself undoes a whole transaction when the
    ///   disk is full, for one.
    private func undo(changedSomething: Bool, on connection: SQLiteConnection) -> Bool {
        guard connection.isInTransaction else { return false }
        if isGuarded {
            do throws(StoreError) {
                try connection.rollBackToSavepoint()
                return true
            } catch {
                connection.rollBack()
                return false
            }
        }
        guard changedSomething else { return true }
        connection.rollBack()
        return false
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
