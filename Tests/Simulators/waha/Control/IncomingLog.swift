/// Every message that people sent, in order: what must have been stored in the end.
struct IncomingLog: Sendable {
    private(set) var entries: [Entry] = []

    struct Entry: Sendable {
        var session: String
        var id: String
        var bareID: String
        var chat: String
        /// The phone of the person; empty for groups.
        var phone: String
        var kind: String
        var text: String
        var milliseconds: Int64
        /// False for history, of which there was no event.
        var isTold: Bool
    }

    mutating func add(_ message: Message, phone: String, session: String, isTold: Bool) {
        entries.append(
            Entry(
                session: session,
                id: message.fullID,
                bareID: message.bareID,
                chat: message.chat.chatID,
                phone: phone,
                kind: message.content.kind,
                text: message.content.words,
                milliseconds: message.milliseconds,
                isTold: isTold
            )
        )
    }

    mutating func removeAll() { entries = [] }

    func body(after: Int, limit: Int) -> Body {
        let items = entries.enumerated().dropFirst(after).prefix(limit).map { index, entry -> Body in
            [
                "seq": .integer(Int64(index + 1)), "session": .text(entry.session), "id": .text(entry.id),
                "bareId": .text(entry.bareID), "chatId": .text(entry.chat), "phone": .text(entry.phone),
                "kind": .text(entry.kind), "text": .text(entry.text), "timestamp": .integer(entry.milliseconds),
                "told": .bool(entry.isTold),
            ]
        }
        return [
            "total": .integer(Int64(entries.count)), "conversations": .list(conversations), "items": .list(items),
        ]
    }

    /// How many messages each conversation got.
    private var conversations: [Body] {
        var counts: [String: Int64] = [:]
        for entry in entries { counts[entry.phone.isEmpty ? entry.chat : entry.phone, default: 0] += 1 }
        return counts.sorted { $0.key < $1.key }.map { ["conversation": .text($0.key), "count": .integer($0.value)] }
    }
}
