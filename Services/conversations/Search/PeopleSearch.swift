import Contracts
import Phone
import Store

/// A part of a name, or of a number in any of its forms, as it is looked for in ``SearchDocs``.
struct PeopleSearch: Sendable {
    /// The fewest characters that the index finds; less is looked for among the latest conversations.
    static let indexed = 3
    /// How many conversations are looked through for less.
    static let latest = 2_000

    /// What is looked for, any of these; never empty.
    let parts: [String]

    /// Nil when nothing is looked for.
    /// - Parameter text: a ``line(_:)``.
    init?(_ text: String, country: String) {
        guard !text.isEmpty else { return nil }
        let forms = Set([Ideographs.widened(text)] + PhoneFragment(text, country: country).needles)
        // A form that holds another one finds nothing more; the shorter one has parts that fewer numbers have.
        parts = forms.filter { form in !forms.contains { $0 != form && form.contains($0) } }.sorted()
    }

    /// A text in lower case, its words with one blank between; what cannot be seen divides words, too.
    static func line(_ text: String) -> String {
        text.lowercased()
            .split { $0.isWhitespace || $0.unicodeScalars.allSatisfy { $0.value < 0x20 } }
            .joined(separator: " ")
    }

    /// Whether the index finds all of them.
    var isIndexed: Bool { parts.allSatisfy { $0.unicodeScalars.count >= Self.indexed } }

    /// For `LIKE … ESCAPE '!'`.
    var patterns: [String] {
        parts.map { part in
            let escaped = part.reduce(into: "") { result, character in
                if "%_!".contains(character) { result.append("!") }
                result.append(character)
            }
            return "%\(escaped)%"
        }
    }

    /// Conversations that the index finds, in no order.
    func find(upTo limit: Int, in reader: any Reader) throws -> [ConversationID] {
        let query = indexed(on: reader.engine)
        return try reader.rows(sql: query.sql + " LIMIT ?", arguments: query.values + [limit]).map { try $0.get(0) }
    }

    /// A query of the ids that the index finds, and its values.
    func indexed(on engine: StoreEngine) -> (sql: String, values: [any SQLBindable]) {
        switch engine {
        case .sqlite:
            let numbers = parts.compactMap { DigitParts.last(of: $0) }
            let texts = parts.filter { DigitParts.last(of: $0) == nil }.map(Self.quoted)
            let hits = [("number_index", numbers), ("search_index", texts)].filter { !$0.1.isEmpty }
            let places = hits.map { index, _ in "SELECT rowid FROM \(index) WHERE \(index) MATCH ?" }
            let sql = """
                SELECT d.conversation FROM (\(places.joined(separator: " UNION "))) found \
                CROSS JOIN search_doc d ON d.seq = found.rowid
                """
            let expressions = hits.map { $0.1.joined(separator: " OR ") }
            // A number may have the last six digits of what is looked for, and not the ones before.
            return numbers.isEmpty ? (sql, expressions) : (sql + " WHERE (\(likeness))", expressions + patterns)
        case .postgres:
            let each = parts.map { _ in "(grams(text) @> grams(?) AND text LIKE ? ESCAPE '!')" }
            let values: [any SQLBindable] = zip(parts, patterns).flatMap { [$0, $1] as [any SQLBindable] }
            return ("SELECT conversation FROM search_doc WHERE (" + each.joined(separator: " OR ") + ")", values)
        }
    }

    /// A condition on a row of `conversation`, and its values. For `EXISTS` PostgreSQL would read all of `search_doc`.
    var residual: (sql: String, values: [any SQLBindable]) {
        ("(SELECT \(likeness) FROM search_doc d WHERE d.conversation = conversation.id)", patterns)
    }

    /// Of a document `d`, for ``patterns``.
    private var likeness: String { parts.map { _ in "d.text LIKE ? ESCAPE '!'" }.joined(separator: " OR ") }

    /// As a string of SQLite's index.
    private static func quoted(_ text: String) -> String {
        "\"" + text.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
    }
}
