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
        var groups = [jobs]
        while let jobs = groups.popLast() {
            var group = WriteGroup(jobs, isGuarded: guardedGroups > 0)
            let again = group.write(on: connection)
            guardedGroups = again.isEmpty ? max(0, guardedGroups - 1) : Self.caution
            groups += again.reversed()
        }
    }
}

/// Writes that commit together.
private struct WriteGroup {
    typealias Work = SQLiteWriter.Work

    private let jobs: [Work]
    private var written: [(job: Work, actions: [@Sendable () -> Void])] = []
    private var putOff = PutOff()
    private let isGuarded: Bool

    /// - Parameter isGuarded: set a savepoint before each write, so that one can be undone alone.
    init(_ jobs: [Work], isGuarded: Bool) {
        self.jobs = jobs
        // A write that is alone needs no savepoint: the transaction is its own.
        self.isGuarded = isGuarded && jobs.count > 1
    }

    /// - Returns: the groups of writes to begin again: all but one that failed and could not be undone alone, or each
    ///   for itself when they could not be ended together.
    mutating func write(on connection: SQLiteConnection) -> [[Work]] {
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
                if !isAlone {
                    let others = written.map(\.job) + jobs[(index + 1)...]
                    return others.isEmpty ? [] : [others]
                }
            }
        }
        guard !written.isEmpty else {
            connection.rollBack()
            return []
        }
        do {
            commit(after: try conclude(on: connection), on: connection)
        } catch {
            connection.rollBack()
            guard written.count == 1 else { return written.map { [$0.job] } }
            written[0].job.refuse(error)
        }
        return []
    }

    private mutating func write(_ job: Work, on connection: SQLiteConnection) throws {
        let transaction = OpenTransaction(on: connection)
        defer { _ = transaction.finish() }
        if isGuarded { try connection.setSavepoint() }
        try job.attempt(with: transaction)
        let actions = transaction.finish()
        if let failure = transaction.failure { throw failure }
        if isGuarded { try connection.releaseSavepoint() }
        putOff.add(transaction.takePutOff())
        written.append((job, actions))
    }

    /// Does what the writes have put off.
    /// - Returns: what is to be done after the commit.
    private mutating func conclude(on connection: SQLiteConnection) throws -> [@Sendable () -> Void] {
        let transaction = OpenTransaction(on: connection)
        defer { _ = transaction.finish() }
        transaction.adopt(putOff)
        try transaction.conclude()
        let actions = transaction.finish()
        if let failure = transaction.failure { throw failure }
        return actions
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

    private func commit(after endings: [@Sendable () -> Void], on connection: SQLiteConnection) {
        do throws(StoreError) {
            try connection.commit()
        } catch {
            connection.rollBack()
            for (job, _) in written { job.refuse(error) }
            return
        }
        for action in endings { action() }
        for (job, actions) in written {
            for action in actions { action() }
            job.answer()
        }
    }
}
