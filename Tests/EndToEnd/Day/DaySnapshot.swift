import JSON

/// Everything that came of a day, as clients see it, without what is made anew in each system: ids and times of ours.
struct DaySnapshot: Sendable, Equatable {
    /// A line per conversation and per message, in order.
    let lines: [String]

    init(reading api: API, channels: [String: String]) async throws {
        let (conversations, totals) = try await api.conversations()
        var lines = ["totals \(totals["conversations"].int ?? -1) \(totals["unread"].int ?? -1)"]
        for conversation in conversations {
            let key = Self.key(conversation, channels)
            lines.append(key + " " + Self.text(of: conversation, Self.ofConversation))
            for message in try await api.messages(of: conversation["id"].string ?? "") {
                lines.append(key + " | " + Self.text(of: message, Self.ofMessage))
            }
        }
        self.lines = lines.sorted()
    }

    /// What one has and the other has not, the first few.
    func differences(from other: DaySnapshot) -> [String] {
        let (own, others) = (Set(lines), Set(other.lines))
        return lines.filter { !others.contains($0) }.prefix(5).map { "only here: " + $0 }
            + other.lines.filter { !own.contains($0) }.prefix(5).map { "only there: " + $0 }
    }

    private static func key(_ conversation: JSONValue, _ channels: [String: String]) -> String {
        let channel = channels[conversation["channelId"].string ?? ""] ?? "?"
        return "\(channel) \(conversation["phoneNumber"].string ?? conversation["chatId"].string ?? "?")"
    }

    private static let ofConversation = [
        "chatId", "phoneNumber", "name", "isGroup", "unreadCount", "status", "contact",
    ]
    private static let ofMessage = [
        "providerId", "direction", "type", "body", "status", "timestamp", "sender", "quotedId", "source", "origin",
        "reactions", "editedAt", "content", "poll", "location", "contacts", "choice", "mentions",
    ]
    /// Made anew in each system; what is raw is of the telling that came first, and each tells it otherwise.
    private static let ours: Set = ["id", "conversationId", "contactId", "pictureUrl", "updatedAt", "raw"]

    private static func text(of object: JSONValue, _ fields: [String]) -> String {
        fields.map { "\($0)=\(text(of: object[named: $0]))" }.joined(separator: " ")
    }

    /// The same text for equal values, whatever the order of their members.
    private static func text(of value: JSONValue) -> String {
        if value.isObject {
            let members = value.object.filter { !ours.contains($0.name) }.sorted { $0.name < $1.name }
            return "{" + members.map { "\($0.name):\(text(of: $0.value))" }.joined(separator: ",") + "}"
        }
        if value.isArray { return "[" + value.array.map { text(of: $0) }.joined(separator: ",") + "]" }
        if let string = value.string { return string }
        return value.bool.map(String.init) ?? value.double.map { "\($0)" } ?? "-"
    }
}
