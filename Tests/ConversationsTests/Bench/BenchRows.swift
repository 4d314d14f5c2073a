import Store

/// Rows on their way into their tables, many in a statement.
struct BenchRows {
    var conversations = BenchTable(
        "conversation",
        """
        id, workspace, channel, kind, chat, phone, identifier, name, unread, last_message, active_at, tags, created_at, \
        updated_at, ended, ended_at, assignee, branch, badge, lead_status, is_unread, active_minute, facets
        """
    )
    var tags = BenchTable("conversation_tag", "tag, conversation")
    var docs = BenchTable("search_doc", "conversation, text")
    var messages = BenchTable(
        "message",
        "id, workspace, conversation, channel, chat, direction, type, body, status, sent_at, ours"
    )

    /// libpq describes no statement of more than some 7,000 values.
    var isFull: Bool { conversations.values.count > 2_000 || messages.values.count > 5_000 }

    mutating func write(in transaction: any Transaction) throws {
        try conversations.write(in: transaction)
        try tags.write(in: transaction)
        try docs.write(in: transaction)
        try messages.write(in: transaction)
    }
}

struct BenchTable {
    let name: String
    let columns: String
    private(set) var values: [any SQLBindable] = []

    init(_ name: String, _ columns: String) {
        (self.name, self.columns) = (name, columns)
    }

    mutating func add(_ row: [any SQLBindable]) { values += row }

    mutating func write(in transaction: any Transaction) throws {
        guard !values.isEmpty else { return }
        let width = columns.split(separator: ",").count
        let row = "(" + repeatElement("?", count: width).joined(separator: ", ") + ")"
        let all = repeatElement(row, count: values.count / width).joined(separator: ", ")
        try transaction.run(sql: "INSERT INTO \(name) (\(columns)) VALUES \(all)", arguments: values)
        values.removeAll(keepingCapacity: true)
    }
}
