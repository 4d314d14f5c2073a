/// What is not a message: seen, typing, reactions, stars.
extension Simulator {
    func sendSeen(_ exchange: Exchange) async throws -> Answer {
        let session = try await working(exchange.session)
        guard let chat = exchange.body["chatId"].word.flatMap(Address.init) else {
            throw Refusal.engine("chatId is not a chat id", exchange)
        }
        _ = markRead(chat, in: session.name, limit: chat.isGroup ? 100 : 30)
        return .created(["success": true])
    }

    func typing(_ exchange: Exchange) async throws -> Answer {
        _ = try await working(exchange.session)
        guard exchange.body["chatId"].word.flatMap(Address.init) != nil else {
            throw Refusal.engine("chatId is not a chat id", exchange)
        }
        noteShown(exchange.target.contains("/api/startTyping") ? "typing" : "paused", exchange)
        return .created(["result": true])
    }

    func react(_ exchange: Exchange) async throws -> Answer {
        let session = try await working(exchange.session)
        let text = exchange.body["reaction"].string ?? ""
        guard let id = exchange.body["messageId"].string, let message = books[session.name]?.message(id) else {
            throw Refusal.engine("message not found", exchange)
        }
        tellReaction(text, to: message, by: session.account.address, fromMe: true, session)
        let reaction = Message(
            bareID: "3EB0" + dice.hex(18),
            chat: message.chat,
            fromMe: true,
            milliseconds: Moment.now.milliseconds,
            source: .api,
            ack: .server,
            content: .text(text)
        )
        return .json(session.engine.shape.accepted(reaction, scene(session)))
    }

    func votePoll(_ exchange: Exchange) async throws -> Answer {
        let session = try await working(exchange.session)
        let (body, id) = (exchange.body, exchange.body["pollMessageId"].string ?? "")
        guard let message = books[session.name]?.message(id), case .poll(let poll) = message.content else {
            throw Refusal.engine("poll not found", exchange)
        }
        let votes = body["votes"].items.compactMap(\.string)
        guard Set(votes).isSubset(of: poll.options), poll.allowsSeveral || votes.count <= 1 else {
            throw Refusal.engine("votes are not options of the poll", exchange)
        }
        vote(votes, on: message, by: session.account.address, fromMe: true, session)
        return .created(["success": true])
    }

    func star(_ exchange: Exchange) async throws -> Answer {
        let session = try await working(exchange.session, can: .star)
        let isStarred = exchange.body["star"].flag ?? true
        let id = exchange.body["messageId"].string ?? ""
        guard books[session.name]?.change(id, { $0.isStarred = isStarred }) != nil else {
            throw Refusal.engine("message not found", exchange)
        }
        return .json(["success": true])
    }
}
