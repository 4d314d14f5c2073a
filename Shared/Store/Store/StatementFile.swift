/// Statements by name from a `.sql` file.
///
/// `-- name: due-campaigns` starts one and the next such line ends it; comments between stay with it.
/// `-- name: find-messages (postgres)` is the form of `find-messages` for one engine, where SQL has no portable word.
package struct StatementFile: Sendable {
    private let statements: [String: Statement]

    package init(_ bytes: [UInt8]) {
        var statements: [String: Statement] = [:]
        var name: String?
        var lines: [Substring] = []
        func finish() {
            guard let name else { return }
            statements[name] = Statement(name: name, sql: Self.trimmed(lines.joined(separator: "\n")))
        }
        for line in String(decoding: bytes, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false) {
            if line.hasPrefix("-- name: ") {
                finish()
                name = line.dropFirst("-- name: ".count).split(separator: " ").joined(separator: " ")
                lines = []
            } else {
                lines.append(line)
            }
        }
        finish()
        self.statements = statements
    }

    /// The names in the file, those for one engine with it: `find-messages (postgres)`.
    package var names: Set<String> { Set(statements.keys) }

    /// - Throws: ``StoreError/unknownStatement(_:)``.
    package func statement(_ name: String, for engine: StoreEngine) throws(StoreError) -> Statement {
        if let statement = statements[name] { return statement }
        guard let statement = statements["\(name) (\(engine.rawValue))"] else { throw .unknownStatement(name) }
        return statement
    }

    private static func trimmed(_ sql: String) -> String {
        var text = Substring(sql)
        while let last = text.last, last.isWhitespace || last == ";" { text.removeLast() }
        while let first = text.first, first.isWhitespace { text.removeFirst() }
        return String(text)
    }
}
