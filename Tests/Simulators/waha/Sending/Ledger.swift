/// Every message that reached WhatsApp through a send endpoint, in order: the proof of exactly once.
struct Ledger: Sendable {
    private(set) var entries: [Entry] = []
    private var countByID: [String: Int] = [:]
    private var countByText: [String: Int] = [:]
    /// Requests that came in, also those that failed or hung.
    var requests = 0
    /// Requests that were answered with a failure, or never, and sent nothing.
    var refused = 0

    struct Entry: Sendable {
        var id: String
        var bareID: String
        /// The client chose the id.
        var isRequestedID: Bool
        var session: String
        var chat: String
        var kind: String
        var text: String
        var at: Moment
        /// What the client got to hear: `succeed`, `hang-then-succeed`, `succeed-then-fail`.
        var fate: String
        /// Where it was asked for: `POST /api/sendText`.
        var endpoint: String
        /// What it was asked for, without the file's bytes.
        var request: Body

        var body: Body {
            [
                "id": .text(id),
                "bareId": .text(bareID),
                "requestedId": .bool(isRequestedID),
                "session": .text(session),
                "chatId": .text(chat),
                "kind": .text(kind),
                "text": .text(text),
                "timestamp": .integer(at.milliseconds),
                "fate": .text(fate),
                "endpoint": .text(endpoint),
                "request": request,
            ]
        }
    }

    mutating func add(_ entry: Entry) {
        entries.append(entry)
        countByID[entry.bareID, default: 0] += 1
        countByText[Self.key(entry.chat, entry.text), default: 0] += 1
    }

    mutating func removeAll() { self = Ledger() }

    private static func key(_ chat: String, _ text: String) -> String { chat + " " + text }

    /// - Parameters:
    ///   - text: only entries that contain it.
    ///   - after: only entries past this many; 0 for all.
    func body(text: String?, chat: String?, after: Int, limit: Int) -> Body {
        let shown = entries.enumerated().filter { index, entry in
            index >= after && (text.map { entry.text.contains($0) } ?? true) && (chat.map { entry.chat == $0 } ?? true)
        }
        let items = shown.prefix(limit).map { index, entry in
            entry.body.merging([
                "seq": .integer(Int64(index + 1)),
                "countOfId": .integer(Int64(countByID[entry.bareID] ?? 0)),
                "countOfText": .integer(Int64(countByText[Self.key(entry.chat, entry.text)] ?? 0)),
            ])
        }
        return [
            "total": .integer(Int64(entries.count)),
            "requests": .integer(Int64(requests)),
            "refused": .integer(Int64(refused)),
            "distinctIds": .integer(Int64(countByID.count)),
            "distinctTexts": .integer(Int64(countByText.count)),
            "repeatedIds": Self.repeated(countByID),
            "repeatedTexts": Self.repeated(countByText),
            "items": .list(items),
        ]
    }

    /// What came more than once, and how often.
    private static func repeated(_ counts: [String: Int]) -> Body {
        let repeated = counts.filter { $0.value > 1 }.sorted { $0.key < $1.key }
        return .object(repeated.map { Body.Member(key: $0.key, value: .integer(Int64($0.value))) })
    }
}
