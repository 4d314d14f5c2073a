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
        var problems: [String] = []
        func number(_ name: String) -> Int? {
            guard let text = exchange.query(name) else { return nil }
            guard let number = Int(text), number >= 0 else {
                problems.append("\(name) must be a number")
                return nil
            }
            return number
        }
        limit = number("limit") ?? 10
        offset = number("offset") ?? 0
        from = number("filter.timestamp.gte").map { Int64($0) }
        to = number("filter.timestamp.lte").map { Int64($0) }
        switch exchange.query("sortOrder") {
        case nil, "desc": isOldestFirst = false
        case "asc": isOldestFirst = true
        default: problems.append("sortOrder must be one of the following values: desc, asc")
        }
        switch exchange.query("sortBy") {
        case nil, "timestamp", "messageTimestamp": break
        default: problems.append("sortBy must be one of the following values: timestamp, messageTimestamp")
        }
        switch exchange.query("filter.fromMe") {
        case nil: break
        case "true": fromMe = true
        case "false": fromMe = false
        default: problems.append("filter.fromMe must be a boolean value")
        }
        if let name = exchange.query("filter.ack") {
            ack = Ack(name: name)
            if ack == nil { problems.append("filter.ack must be a valid enum value") }
        }
        guard problems.isEmpty else { throw .badRequest(problems) }
    }

    /// Sorts, filters and pages. With `filtersAfterPaging` a page may be short though more follows, as on some engines.
    func apply(to messages: [Message], filtersAfterPaging: Bool) -> [Message] {
        let sorted = messages.enumerated()
            .sorted { ($0.element.seconds, $0.offset) < ($1.element.seconds, $1.offset) }
            .map(\.element)
        let ordered = isOldestFirst ? sorted : sorted.reversed()
        if filtersAfterPaging {
            return ordered.dropFirst(offset).prefix(limit).filter(shows)
        }
        return Array(ordered.filter(shows).dropFirst(offset).prefix(limit))
    }

    private func shows(_ message: Message) -> Bool {
        if let from, message.seconds < from { return false }
        if let to, message.seconds > to { return false }
        if let fromMe, message.fromMe != fromMe { return false }
        if let ack, message.ack != ack { return false }
        return true
    }
}
