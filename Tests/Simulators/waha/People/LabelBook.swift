/// The labels of a WhatsApp Business number, and which chats have them.
struct LabelBook: Sendable {
    var labels: [Label] = []
    /// Label ids by chat id.
    var ofChats: [String: [String]] = [:]

    struct Label: Sendable {
        var id: String
        var name: String
        /// 0 to 19.
        var color: Int

        var body: Body {
            [
                "id": .text(id), "name": .text(name), "color": .integer(Int64(color)),
                "colorHex": .text(Self.colors[color % Self.colors.count]),
            ]
        }

        private static let colors = ["#ff9485", "#64c4ff", "#ffd429", "#dfaef0", "#99b6c1"]
    }

    subscript(_ id: String) -> Label? { labels.first { $0.id == id } }
}

/// `/api/{session}/labels`.
extension Simulator {
    func listLabels(_ exchange: Exchange) async throws -> Answer {
        let session = try await working(exchange.session)
        return .json(.list((labels[session.name] ?? LabelBook()).labels.map(\.body)))
    }

    func createLabel(_ exchange: Exchange) async throws -> Answer {
        let session = try await working(exchange.session)
        guard let name = exchange.body["name"].string else { throw Refusal.badRequest(["name must be a string"]) }
        var book = labels[session.name] ?? LabelBook()
        let next = (book.labels.compactMap { Int($0.id) }.max() ?? 0) + 1
        let label = LabelBook.Label(id: String(next), name: name, color: (exchange.body["color"].int ?? 0) % 20)
        book.labels.append(label)
        labels[session.name] = book
        if session.engine != .webjs { tell("label.upsert", label.body, of: session.name) }
        return .created(label.body)
    }

    func deleteLabel(_ exchange: Exchange) async throws -> Answer {
        let session = try await working(exchange.session)
        guard let label = labels[session.name]?[exchange.part("labelId")] else { throw Refusal.notFound("Label") }
        labels[session.name]?.labels.removeAll { $0.id == label.id }
        if session.engine != .webjs { tell("label.deleted", label.body, of: session.name) }
        return .json(["result": true])
    }

    func labelsOfChat(_ exchange: Exchange) async throws -> Answer {
        let session = try await working(exchange.session)
        let book = labels[session.name] ?? LabelBook()
        let ids = book.ofChats[try Self.chat(exchange).chatID] ?? []
        return .json(.list(ids.compactMap { book[$0]?.body }))
    }

    /// Replaces all labels of a chat.
    func setLabelsOfChat(_ exchange: Exchange) async throws -> Answer {
        let session = try await working(exchange.session)
        let chat = try Self.chat(exchange).chatID
        var book = labels[session.name] ?? LabelBook()
        let old = book.ofChats[chat] ?? []
        let new = exchange.body["labels"].items.compactMap { $0["id"].word }.filter { book[$0] != nil }
        book.ofChats[chat] = new
        labels[session.name] = book
        for id in Set(old + new).sorted() where session.engine != .webjs && old.contains(id) != new.contains(id) {
            let event: Body = ["labelId": .text(id), "chatId": .text(chat), "label": book[id]?.body ?? nil]
            tell(new.contains(id) ? "label.chat.added" : "label.chat.deleted", event, of: session.name)
        }
        return .json(["result": true])
    }
}
