/// The send endpoints.
/// - Source: the WAHA fact sheet, 3.2.
extension Simulator {
    func sendText(_ exchange: Exchange) async throws -> Answer {
        try await send(.text(of: exchange), exchange)
    }

    func sendImage(_ exchange: Exchange) async throws -> Answer {
        try await send(file(.image, of: exchange), exchange)
    }

    func sendFile(_ exchange: Exchange) async throws -> Answer {
        try await send(file(.document, of: exchange), exchange)
    }

    func sendVoice(_ exchange: Exchange) async throws -> Answer {
        try await send(file(.voice, of: exchange), exchange)
    }

    func sendVideo(_ exchange: Exchange) async throws -> Answer {
        let kind: MediaFile.Kind = exchange.body["asNote"].flag == true ? .note : .video
        return try await send(file(kind, of: exchange), exchange)
    }

    func sendSticker(_ exchange: Exchange) async throws -> Answer {
        try await send(file(.sticker, of: exchange), exchange)
    }

    func sendLocation(_ exchange: Exchange) async throws -> Answer {
        try await send(.place(of: exchange), exchange)
    }

    func sendContacts(_ exchange: Exchange) async throws -> Answer {
        try await send(.contacts(of: exchange), exchange)
    }

    func sendPoll(_ exchange: Exchange) async throws -> Answer {
        try await send(.poll(of: exchange), exchange)
    }

    func sendLinkPreview(_ exchange: Exchange) async throws -> Answer {
        guard let url = exchange.body["preview"]["url"].string, exchange.body["text"].string?.contains(url) == true
        else {
            throw Refusal.engine("text must contain preview.url", exchange)
        }
        return try await send(.text(of: exchange), exchange)
    }

    func sendList(_ exchange: Exchange) async throws -> Answer {
        _ = try await working(exchange.session, can: .sendList)
        guard exchange.body["chatId"].string.flatMap(Address.init)?.isGroup == false else {
            throw Refusal.unprocessable("Lists are for direct chats only")
        }
        return try await send(.list(of: exchange), exchange)
    }

    func sendButtons(_ exchange: Exchange) async throws -> Answer {
        _ = try await working(exchange.session, can: .sendButtons)
        return try await send(.text(of: exchange, "body"), exchange)
    }

    /// WEBJS tells that it is done, and no id.
    func forward(_ exchange: Exchange) async throws -> Answer {
        let session = try await working(exchange.session, can: .forward)
        guard let id = exchange.body["messageId"].string, let original = books[session.name]?.message(id) else {
            throw Refusal.unprocessable("Message not found in the store")
        }
        let answer = try await send(original.content, exchange)
        guard session.engine == .noweb else { return .created(["sent": true]) }
        guard let sent = ledger.entries.last, let message = books[session.name]?.message(sent.id) else { return answer }
        return .created(session.engine.shape.message(message, scene(session)))
    }

    func newMessageID(_ exchange: Exchange) async throws -> Answer {
        let session = try await working(exchange.session)
        guard session.engine.takesMessageID else { throw Refusal.notImplemented(session.engine) }
        return .json(["id": .text("3EB0" + dice.hex(18))])
    }

    /// The deprecated form, all in the query.
    func sendTextByQuery(_ exchange: Exchange) async throws -> Answer {
        var exchange = exchange
        exchange.body = [
            "session": .optional(exchange.query("session")),
            "chatId": .optional(exchange.query("phone")),
            "text": .optional(exchange.query("text")),
        ]
        let answer = try await sendText(exchange)
        return Answer(status: 200, type: answer.type, bytes: answer.bytes)
    }
}
