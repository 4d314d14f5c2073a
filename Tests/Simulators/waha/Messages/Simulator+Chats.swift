/// `/api/{session}/chats`.
extension Simulator {
    func listChats(_ exchange: Exchange) async throws -> Answer {
        let session = try await working(exchange.session)
        try await dawdle(faults.querySlow)
        try Self.check(exchange, "sortBy", ["conversationTimestamp", "id", "name", "messageTimestamp"])
        try Self.check(exchange, "sortOrder", ["asc", "desc"])
        var chats = chats(session.name, merged: exchange.query("merge") != "false")
        switch exchange.query("sortBy") {
        case "id": chats.sort { $0.address.chatID < $1.address.chatID }
        case "name": chats.sort { ($0.name, $0.address.chatID) < ($1.name, $1.address.chatID) }
        default: chats.reverse()
        }
        let isDescending = exchange.query("sortOrder").map { $0 == "desc" } ?? (exchange.query("sortBy") == nil)
        if isDescending { chats.reverse() }
        let scene = scene(session)
        return .json(.list(try Self.page(chats, exchange, limit: .max).map { session.engine.shape.chat($0, scene) }))
    }

    func overview(_ exchange: Exchange) async throws -> Answer {
        let page = try Page(exchange.query("limit"), exchange.query("offset"), limit: 20)
        let ids = exchange.queries("ids").flatMap { $0.split(separator: ",").map(String.init) }
        return .json(try await overview(exchange, page, ids, merged: exchange.query("merge") != "false"))
    }

    func overviewByBody(_ exchange: Exchange) async throws -> Answer {
        let pagination = exchange.body["pagination"]
        guard !pagination.isNothing else { throw Refusal.badRequest(["pagination should not be null or undefined"]) }
        let page = try Page(pagination["limit"].word, pagination["offset"].word, limit: 20)
        let ids = exchange.body["filter"]["ids"].items.compactMap(\.word)
        return .created(try await overview(exchange, page, ids, merged: pagination["merge"].flag != false))
    }

    private func overview(_ exchange: Exchange, _ page: Page, _ ids: [String], merged: Bool) async throws -> Body {
        let session = try await working(exchange.session)
        try await dawdle(faults.overviewSlow)
        let wanted = Set(ids.compactMap(Address.init))
        let chats = chats(session.name, merged: merged).filter { wanted.isEmpty || wanted.contains($0.address) }
        let scene = scene(session)
        let shape = session.engine.shape
        return .list(
            page.cut(chats).map { chat in
                let last = chat.messages.last.map {
                    shape.message($0, scene, downloaded: false, withSource: false)
                }
                return [
                    "id": .text(chat.address.chatID), "name": .text(chat.name), "picture": nil,
                    "lastMessage": last ?? nil, "_chat": shape.chat(chat, scene),
                ]
            }
        )
    }

    /// Chats with the latest message first; a person's chat by hidden id is merged into the one by phone.
    func chats(_ session: String, merged: Bool) -> [Chat] {
        guard let book = books[session] else { return [] }
        return merged ? book.latestFirst.compactMap { self.merged($0, book) } : book.latestFirst
    }

    /// One of ``chats(_:merged:)``.
    func chat(_ address: Address, _ session: String, merged: Bool) -> Chat? {
        guard let book = books[session], let chat = book[address] else { return nil }
        return merged ? self.merged(chat, book) : chat
    }

    /// Nil when it is a part of its twin's.
    private func merged(_ chat: Chat, _ book: ChatBook) -> Chat? {
        guard let phone = people[chat.address]?.address, phone != chat.address,
            people[chat.address]?.lidIsKnown == true
        else { return withTwin(chat, book) }
        return book[phone] == nil ? chat : nil
    }

    /// A chat by phone with the messages of its twin by hidden id.
    private func withTwin(_ chat: Chat, _ book: ChatBook) -> Chat {
        guard case .phone = chat.address, let person = people[chat.address], person.lidIsKnown,
            let lid = person.lid, let twin = book[.lid(lid)]
        else { return chat }
        var merged = chat
        merged.messages = (chat.messages + twin.messages).sorted { $0.milliseconds < $1.milliseconds }
        merged.unread += twin.unread
        return merged
    }

    func deleteChat(_ exchange: Exchange) async throws -> Answer {
        let session = try await working(exchange.session, can: .deleteChat)
        books[session.name]?[try Self.chat(exchange)] = nil
        return .empty()
    }

    func clearChat(_ exchange: Exchange) async throws -> Answer {
        let session = try await working(exchange.session, can: .deleteChat)
        books[session.name]?[try Self.chat(exchange)]?.messages = []
        return .empty()
    }

    func archive(_ exchange: Exchange) async throws -> Answer { try await setArchived(true, exchange) }

    func unarchive(_ exchange: Exchange) async throws -> Answer { try await setArchived(false, exchange) }

    private func setArchived(_ isArchived: Bool, _ exchange: Exchange) async throws -> Answer {
        let session = try await working(exchange.session, can: .archive)
        let chat = try Self.chat(exchange)
        books[session.name]?[chat]?.isArchived = isArchived
        if session.engine == .webjs {
            let event: Body = [
                "id": .text(chat.chatID), "archived": .bool(isArchived), "timestamp": .integer(Moment.now.seconds),
            ]
            tell("chat.archive", event, of: session.name)
        }
        return .created(["success": true])
    }

    func markUnread(_ exchange: Exchange) async throws -> Answer {
        let session = try await working(exchange.session)
        let chat = try Self.chat(exchange)
        if let unread = books[session.name]?[chat]?.unread, unread == 0 { books[session.name]?[chat]?.unread = 1 }
        return .created(["success": true])
    }

    /// - Throws: ``Refusal`` with 500 when the path's chat id is none.
    static func chat(_ exchange: Exchange) throws(Refusal) -> Address {
        guard let chat = Address(exchange.part("chatId")) else { throw .engine("wid error: invalid wid", exchange) }
        return chat
    }
}
