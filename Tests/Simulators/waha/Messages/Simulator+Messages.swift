/// `/api/{session}/chats/{chatId}/messages`.
extension Simulator {
    func listMessages(_ exchange: Exchange) async throws -> Answer {
        let session = try await working(exchange.session)
        let filter = try MessageFilter(exchange)
        try await dawdle(faults.querySlow)
        let messages = try messages(exchange, session)
        let isDownloaded = exchange.query("downloadMedia") != "false"
        let shown = filter.apply(to: messages, filtersAfterPaging: session.engine.filtersAfterPaging)
        return .json(.list(shown.map { listed($0, session, isDownloaded: isDownloaded) }))
    }

    /// The deprecated form, with chat and session in the query.
    func listMessagesByQuery(_ exchange: Exchange) async throws -> Answer {
        var exchange = exchange
        exchange.path["session"] = exchange.query("session") ?? "default"
        exchange.path["chatId"] = exchange.query("chatId") ?? ""
        return try await listMessages(exchange)
    }

    /// Oldest first.
    private func messages(_ exchange: Exchange, _ session: Session) throws -> [Message] {
        if exchange.part("chatId") == "all" {
            guard session.engine.can(.listAcrossChats) else { throw Refusal.notImplemented(session.engine) }
            return books[session.name]?.inOrder() ?? []
        }
        let chat = try Self.chat(exchange)
        let isMerged = exchange.query("merge") != "false"
        let asked: Set = [chat, isMerged ? people[chat]?.address ?? chat : chat]
        return Chat.inOrder(asked.compactMap { self.chat($0, session.name, merged: isMerged) })
    }

    /// A message as listings show it; with its download, its file is on the shelf again.
    private func listed(_ message: Message, _ session: Session, isDownloaded: Bool) -> Body {
        var message = message
        if isDownloaded, var attachment = message.attachment {
            attachment.state = attachment.state == .failed ? .failed : .downloadable
            if case .file(_, let caption) = message.content { message.content = .file(attachment, caption: caption) }
            putOnShelf(attachment, of: message, session)
        }
        return session.engine.shape.message(message, scene(session), downloaded: isDownloaded, withSource: false)
    }

    func showMessage(_ exchange: Exchange) async throws -> Answer {
        let session = try await working(exchange.session)
        try await dawdle(faults.querySlow)
        guard let message = try message(exchange, session) else { throw Refusal.notFound("Message") }
        return .json(listed(message, session, isDownloaded: exchange.query("downloadMedia") != "false"))
    }

    /// The message a path names: full id, or the bare one on GOWS and NOWEB; in any chat, when the chat is `all`.
    private func message(_ exchange: Exchange, _ session: Session) throws -> Message? {
        let id = exchange.part("messageId")
        let isBare = ChatBook.parts(of: id).fromMe == nil
        guard !isBare || session.engine != .webjs, let message = books[session.name]?.message(id) else { return nil }
        if exchange.part("chatId") == "all" { return message }
        let chat = try Self.chat(exchange)
        guard message.chat != chat else { return message }
        guard let phone = people[chat]?.phone, people[message.chat]?.phone == phone else { return nil }
        return message
    }

    func readMessages(_ exchange: Exchange) async throws -> Answer {
        let session = try await working(exchange.session)
        let limit = exchange.query("messages") == nil ? 30 : 100
        let ids = markRead(try Self.chat(exchange), in: session.name, limit: limit)
        return .created(["ids": session.engine == .webjs ? nil : .texts(ids)])
    }

    /// Marks the latest incoming messages of a chat as read.
    /// - Returns: their full ids.
    func markRead(_ chat: Address, in session: String, limit: Int) -> [String] {
        guard let found = books[session]?[chat], found.unread > 0 else { return [] }
        let unread = found.messages.filter { !$0.fromMe }.suffix(min(found.unread, limit))
        books[session]?[chat]?.unread = 0
        for message in unread { books[session]?.change(message.fullID) { $0.ack = .read } }
        return unread.map(\.fullID)
    }

    func editMessage(_ exchange: Exchange) async throws -> Answer {
        let session = try await working(exchange.session)
        guard let text = exchange.body["text"].string, let message = try message(exchange, session), message.fromMe
        else {
            throw Refusal.engine("message not found", exchange)
        }
        edit(message, to: text, session)
        return .json(["success": true])
    }

    func revokeMessage(_ exchange: Exchange) async throws -> Answer {
        let session = try await working(exchange.session)
        guard let message = try message(exchange, session) else {
            throw Refusal.engine("message not found", exchange)
        }
        revoke(message.bareID, in: message.chat, fromMe: message.fromMe, before: message, session)
        return .json(["success": true])
    }

    func pin(_ exchange: Exchange) async throws -> Answer {
        _ = try await working(exchange.session, can: .pin)
        guard [86_400, 604_800, 2_592_000].contains(exchange.body["duration"].int) || exchange.body.isNothing else {
            throw Refusal.badRequest(["duration must be one of: 86400, 604800, 2592000"])
        }
        return .created(["success": true])
    }
}
