import Contracts
import Phone
import Store

/// A list request as a statement, put together from fixed fragments; every value is bound.
///
/// The rows come out of an index in the order of the list, so that a page costs what it shows:
/// `conversation_by_kind` when one kind is asked for, else `conversation_by_activity`. A search reads along the same
/// index until the page is full. A tag is looked up per row by the key of `conversation_tag`.
struct ConversationFilter {
    private(set) var sql = "SELECT * FROM conversation_full WHERE workspace = ?"
    private(set) var arguments: [any SQLBindable]

    /// - Throws: `Problem` 422.
    init(_ request: ListConversations, _ workspace: WorkspaceID, country: String) throws(Problem) {
        arguments = [workspace]
        add("ended_at IS NULL")
        let search = request.search?.lowercased().split(whereSeparator: \.isWhitespace).joined(separator: " ") ?? ""
        let cursor = request.cursor.map(Cursor.init)
        var problems: [FieldProblem] = []
        if !(1...500).contains(request.limit) { problems.append(FieldProblem("limit", "must be 1 to 500")) }
        if search.count > 128 { problems.append(FieldProblem("search", "must have at most 128 characters")) }
        if cursor == .some(nil) { problems.append(FieldProblem("cursor", "is not one of this list")) }
        guard problems.isEmpty else { throw .invalid(problems) }
        switch request.type {
        case .all: break
        case .personal: add("kind = ?", ConversationKind.personal)
        case .groups: add("kind = ?", ConversationKind.group)
        }
        if let tag = request.tag {
            add(
                "EXISTS (SELECT 1 FROM conversation_tag t WHERE t.tag = ? AND t.conversation = conversation_full.id)",
                tag
            )
        }
        if !search.isEmpty { add(search, PhoneFragment(search, country: country).needles) }
        if let cursor, let cursor { add("(active_at, last_message) < (?, ?)", cursor.moment, cursor.message) }
        sql += " ORDER BY active_at DESC, last_message DESC LIMIT ?"
        arguments.append(request.limit + 1)
    }

    private mutating func add(_ condition: String, _ values: any SQLBindable...) {
        sql += " AND \(condition)"
        arguments += values
    }

    /// - Parameters:
    ///   - text: a part of a name or number.
    ///   - needles: digits to find inside numbers, when the text can be a part of one.
    private mutating func add(_ text: String, _ needles: [String]) {
        let own = [text] + needles.filter { $0 != text }
        let patterns = own.map(Self.pattern)
        let matches = patterns.map { _ in "search LIKE ? ESCAPE '!'" } + ["contact_search LIKE ? ESCAPE '!'"]
        sql += " AND (\(matches.joined(separator: " OR ")))"
        arguments += patterns + [Self.pattern(text)]
    }

    private static func pattern(_ text: String) -> String {
        let escaped = text.reduce(into: "") { result, character in
            if "%_!".contains(character) { result.append("!") }
            result.append(character)
        }
        return "%\(escaped)%"
    }
}
