/// Which messages a listing shows, and how many of them.
struct MessageFilter: Sendable {
    var limit = 10
    var offset = 0
    var isOldestFirst = false
    /// Unix seconds, inclusive.
    var from: Int64?
    /// Unix seconds, inclusive.
    var to: Int64?
    var fromMe: Bool?
    var ack: Ack?

    /// - Throws: ``Refusal`` with 400 that names each wrong parameter.
    init(_ exchange: Exchange) throws(Refusal) {
        var reader = Reader(exchange: exchange)
        limit = reader.number("limit") ?? 10
        offset = reader.number("offset") ?? 0
        from = reader.number("filter.timestamp.gte").map { Int64($0) }
        to = reader.number("filter.timestamp.lte").map { Int64($0) }
        isOldestFirst = reader.choice("sortOrder", ["desc": false, "asc": true]) ?? false
        _ = reader.choice("sortBy", ["timestamp": true, "messageTimestamp": true])
        fromMe = reader.choice("filter.fromMe", ["true": true, "false": false])
        let acks: [Ack] = [.error, .pending, .server, .device, .read, .played]
        ack = reader.choice("filter.ack", Dictionary(uniqueKeysWithValues: acks.map { ($0.name, $0) }))
        guard reader.problems.isEmpty else { throw .badRequest(reader.problems) }
    }

    /// Reads parameters and remembers what is wrong with them.
    private struct Reader {
        let exchange: Exchange
        var problems: [String] = []

        mutating func number(_ name: String) -> Int? {
            guard let text = exchange.query(name) else { return nil }
            if let number = Int(text), number >= 0 { return number }
            problems.append("\(name) must be a number conforming to the specified constraints")
            return nil
        }

        mutating func choice<Value>(_ name: String, _ choices: [String: Value]) -> Value? {
            guard let text = exchange.query(name) else { return nil }
            if let value = choices[text] { return value }
            let names = choices.keys.sorted().joined(separator: ", ")
            problems.append("\(name) must be one of the following values: \(names)")
            return nil
        }
    }

    /// Filters and pages. With `filtersAfterPaging` a page may be short though more follows, as on some engines.
    /// - Parameter messages: oldest first.
    func apply(to messages: [Message], filtersAfterPaging: Bool) -> [Message] {
        isOldestFirst
            ? page(of: messages, filtersAfterPaging: filtersAfterPaging)
            : page(of: messages.reversed() as ReversedCollection, filtersAfterPaging: filtersAfterPaging)
    }

    private func page(of messages: some Collection<Message>, filtersAfterPaging: Bool) -> [Message] {
        if filtersAfterPaging { return messages.dropFirst(offset).prefix(limit).filter(shows) }
        return Array(messages.lazy.filter(shows).dropFirst(offset).prefix(limit))
    }

    private func shows(_ message: Message) -> Bool {
        if let from, message.seconds < from { return false }
        if let to, message.seconds > to { return false }
        if let fromMe, message.fromMe != fromMe { return false }
        if let ack, message.ack != ack { return false }
        return true
    }
}
