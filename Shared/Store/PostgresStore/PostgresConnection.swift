import Store

/// A connection for one thread at a time.
///
/// Commands without an answer of interest, `BEGIN` and savepoints, travel with the statement after them, so that they
/// cost no round trip.
final class PostgresConnection: Connection {
    private struct Prepared {
        let name: String
        let parameters: [PostgresType]
        let columns: [String]
    }

    private let link: PostgresLink
    private var prepared = StatementCache<Prepared>()
    private var preparedCount = 0
    /// Commands that go ahead of the next statement.
    private var pending: [String] = []
    /// Whether the server knows of the transaction.
    private var hasBegun = false

    var engine: StoreEngine { .postgres }
    var isBroken: Bool { link.isBroken }

    init(_ address: PostgresAddress) throws(StoreError) {
        link = try PostgresLink(address)
    }

    func execute(_ statement: Statement, _ arguments: [any SQLBindable]) throws(StoreError) -> Outcome {
        let known = try preparation(of: statement)
        let arguments = try PostgresArguments(arguments, as: known.parameters, of: statement.name)
        try sendPending()
        try link.send(prepared: known.name, arguments)
        guard let answer = try link.answers().last else { return Outcome(rows: [], changes: 0) }
        return Outcome(rows: try answer.rows(known.columns), changes: answer.changes)
    }

    func execute(_ statement: Statement, each sets: [[any SQLBindable]]) throws(StoreError) -> Int {
        let known = try preparation(of: statement)
        var changes = 0
        for start in stride(from: 0, to: sets.count, by: Self.pipelined) {
            let part = sets[start..<min(start + Self.pipelined, sets.count)]
            // All are encoded before one is sent: a value that cannot be sent leaves nothing unanswered.
            let encoded = try part.map { (arguments) throws(StoreError) in
                try PostgresArguments(arguments, as: known.parameters, of: statement.name)
            }
            try sendPending()
            for arguments in encoded { try link.send(prepared: known.name, arguments) }
            changes += try link.answers().reduce(0) { $0 + $1.changes }
        }
        return changes
    }

    /// Statements sent before their answers are read, so that neither side waits for the other to read.
    private static let pipelined = 256

    func check(_ statement: Statement) throws(StoreError) {
        _ = try preparation(of: statement)
    }

    func execute(script: String) throws(StoreError) {
        try sendPending()
        _ = try link.answers()
        try link.run(script: "DEALLOCATE ALL; " + PortableSQL.script(script))
        prepared.removeAll()
    }

    func begin() { pending = ["BEGIN"] }
    func beginSnapshot() { pending = ["BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"] }

    /// - Throws: ``StoreError/outcomeUnknown(_:)`` when the connection broke before the answer.
    func commit() throws(StoreError) {
        guard hasBegun else { return pending = [] }
        hasBegun = false
        do throws(StoreError) {
            try sendPending()
            try link.send("COMMIT")
            let answer = try link.answers().last?.command
            guard answer == "COMMIT" else {
                throw .engine(code: "25P02", function: "COMMIT", text: "the transaction was undone")
            }
        } catch .unavailable(let text) {
            throw .outcomeUnknown(text)
        }
    }

    /// Undoes the transaction; on a broken connection the server does.
    func rollBack() {
        pending = []
        guard hasBegun else { return }
        hasBegun = false
        guard !isBroken else { return }
        try? link.send("ROLLBACK")
        _ = try? link.answers()
    }

    func setSavepoint() throws(StoreError) { pending.append(Self.savepoint) }

    func releaseSavepoint() throws(StoreError) {
        if pending.last == Self.savepoint { pending.removeLast() } else { pending.append("RELEASE mark") }
    }

    func rollBackToSavepoint() throws(StoreError) {
        if pending.last == Self.savepoint {
            pending.removeLast()
        } else {
            pending += ["ROLLBACK TO mark", "RELEASE mark"]
        }
    }

    private static let savepoint = "SAVEPOINT mark"

    private func sendPending() throws(StoreError) {
        defer { pending = [] }
        for command in pending {
            hasBegun = hasBegun || command.hasPrefix("BEGIN")
            try link.send(command)
        }
    }

    private func preparation(of statement: Statement) throws(StoreError) -> Prepared {
        if let found = prepared[statement] { return found }
        preparedCount += 1
        let name = "s\(preparedCount)"
        try sendPending()
        try link.sendPrepare(PortableSQL.statement(statement.sql), as: name)
        guard let description = try link.answers().last else { throw .unavailable("no description of a statement") }
        let made = Prepared(
            name: name,
            parameters: description.parameters.map(PostgresType.init),
            columns: description.columns
        )
        pending += prepared.keep(made, for: statement).map { "DEALLOCATE \($0.name)" }
        return made
    }
}
