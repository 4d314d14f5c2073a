/// A transaction on a connection that an engine has begun and will end.
package final class OpenTransaction: Transaction {
    private let connection: any Connection
    private var isOver = false
    /// The error of a statement that was not undone by a savepoint: the transaction cannot be committed.
    package private(set) var failure: StoreError?
    private var actions: [@Sendable () -> Void] = []
    private var putOff = PutOff()

    package init(on connection: any Connection) {
        self.connection = connection
    }

    package var engine: StoreEngine { connection.engine }

    /// Does what was put off; call it once the work is done.
    package func conclude() throws {
        while let (ending, items) = putOff.takeFirst() { try ending.end(items, in: self) }
    }

    /// Hands out what was put off, for a transaction that concludes several at once.
    package func takePutOff() -> PutOff {
        defer { putOff = PutOff() }
        return putOff
    }

    /// Takes over what others have put off.
    package func adopt(_ others: PutOff) { putOff = others }

    /// Ends the use of this transaction and hands out what to do once it is committed.
    package func finish() -> [@Sendable () -> Void] {
        isOver = true
        return actions
    }

    package func rows(of statement: Statement, _ arguments: [any SQLBindable]) throws(StoreError) -> [Row] {
        try guarded { () throws(StoreError) in try connection.execute(statement, arguments) }.rows
    }

    package func run(_ statement: Statement, _ arguments: [any SQLBindable]) throws(StoreError) -> Int {
        try guarded { () throws(StoreError) in try connection.execute(statement, arguments) }.changes
    }

    package func run(_ statement: Statement, each sets: [[any SQLBindable]]) throws(StoreError) -> Int {
        try guarded { () throws(StoreError) in try connection.execute(statement, each: sets) }
    }

    package func check(_ statement: Statement) throws(StoreError) {
        try guarded { () throws(StoreError) in try connection.check(statement) }
    }

    package func run(script: String) throws(StoreError) {
        try guarded { () throws(StoreError) in try connection.execute(script: script) }
    }

    package func afterCommit(_ action: @escaping @Sendable () -> Void) {
        actions.append(action)
    }

    package func putOff(_ item: any Sendable, to ending: any WriteEnding) {
        putOff.add(item, to: ending)
    }

    package func savepoint<Value>(_ work: () throws -> Value) throws -> Value {
        try guarded { () throws(StoreError) in try connection.setSavepoint() }
        let (kept, keptOff) = (actions.count, putOff.mark)
        do {
            let value = try work()
            try guarded { () throws(StoreError) in try connection.releaseSavepoint() }
            return value
        } catch {
            actions.removeSubrange(kept...)
            putOff.undo(to: keptOff)
            failure = nil
            try guarded { () throws(StoreError) in try connection.rollBackToSavepoint() }
            throw error
        }
    }

    private func guarded<Value>(_ work: () throws(StoreError) -> Value) throws(StoreError) -> Value {
        if isOver { throw .closed }
        if let failure { throw failure }
        do throws(StoreError) {
            return try work()
        } catch {
            failure = error
            throw error
        }
    }
}
