/// How people are present: asked for, subscribed to, and told of while somebody is subscribed.
/// - Source: the WAHA fact sheet, 5.5 and 8.8.
extension Simulator {
    static let presenceWords = ["offline", "online", "typing", "recording", "paused"]

    func setPresence(_ exchange: Exchange) async throws -> Answer {
        let session = try await working(exchange.session)
        let presence = exchange.body["presence"].string ?? ""
        guard Self.presenceWords.contains(presence) else {
            throw Refusal.badRequest(["presence must be one of: \(Self.presenceWords.joined(separator: ", "))"])
        }
        if presence == "offline" || presence == "online" { sessions[session.name]?.presence = presence }
        noteShown(presence, exchange)
        return .created(["success": true])
    }

    /// A session was asked to be present in some way.
    func noteShown(_ presence: String, _ exchange: Exchange) {
        shownPresences.append(
            [
                "target": .text(exchange.target), "chatId": .optional(exchange.body["chatId"].word),
                "presence": .text(presence),
            ]
        )
    }

    /// `GET /simulator/presence`: what sessions were asked to show.
    func showPresences(_ exchange: Exchange) async throws -> Answer {
        .json(["asked": .list(shownPresences)])
    }

    func showPresence(_ exchange: Exchange) async throws -> Answer {
        _ = try await working(exchange.session)
        return .json(presence(in: try chat(exchange)))
    }

    func listPresences(_ exchange: Exchange) async throws -> Answer {
        let session = try await working(exchange.session)
        let chats = session.presenceChats.sorted { $0.chatID < $1.chatID }
        return .json(.list(chats.map { presence(in: $0) }))
    }

    /// From now on, until the session's connection ends. WhatsApp tells at once of who is online.
    func subscribePresence(_ exchange: Exchange) async throws -> Answer {
        let session = try await working(exchange.session)
        let chat = try chat(exchange)
        sessions[session.name]?.presenceChats.insert(chat)
        if presences[chat]?.values.contains(where: { $0 != "offline" }) == true { tellPresence(in: chat, session) }
        return .empty(201)
    }

    /// `POST /simulator/presence`: a person is present in their chat with the session, or in a group.
    func changePresence(_ exchange: Exchange) async throws -> Answer {
        let body = exchange.body
        let session = try known(body["session"].string ?? "default")
        guard let from = body["from"].word.flatMap(Address.init) else {
            throw Refusal.badRequest(["from must be a phone number or a chat id"])
        }
        guard let presence = body["presence"].string, Self.presenceWords.contains(presence) else {
            throw Refusal.badRequest(["presence must be one of: \(Self.presenceWords.joined(separator: ", "))"])
        }
        let person = people.meet(from, pushName: nil)
        let isHidden = from.isLID || body["addressing"].string == "lid"
        let address = isHidden ? person.lid.map { Address.lid($0) } ?? person.address : person.address
        let group = body["group"].word.flatMap { Address($0.contains("@") ? $0 : $0 + "@g.us") }
        return .created(["told": .bool(present(presence, person, at: address, in: group ?? address, session))])
    }

    /// Somebody is present in a chat, by one of their addresses.
    /// - Returns: whether it was told.
    @discardableResult
    func present(
        _ presence: String,
        _ person: Person,
        at address: Address,
        in chat: Address,
        _ session: Session
    ) -> Bool {
        presences[chat, default: [:]][address] = presence
        guard isSubscribed(to: chat, person, session) else { return false }
        tellPresence(in: chat, of: address, session)
        return true
    }

    /// By whichever of the person's addresses. WEBJS tells nothing unless its settings ask for it.
    private func isSubscribed(to chat: Address, _ person: Person, _ session: Session) -> Bool {
        guard session.status == .working else { return false }
        guard session.engine != .webjs || session.config["webjs"]["tagsEventsOn"].flag == true else { return false }
        let addresses = chat.isGroup ? [chat] : [person.address] + (person.lid.map { [.lid($0)] } ?? [])
        return !session.presenceChats.isDisjoint(with: addresses)
    }

    /// - Parameter person: whose alone; nil for all who are known.
    private func tellPresence(in chat: Address, of person: Address? = nil, _ session: Session) {
        tell("presence.update", presence(in: chat, of: person), of: session.name)
    }

    private func presence(in chat: Address, of person: Address? = nil) -> Body {
        var known = presences[chat] ?? [:]
        if known.isEmpty, !chat.isGroup { known[chat] = "offline" }
        let people = known.filter { person == nil || $0.key == person }.sorted { $0.key.chatID < $1.key.chatID }
        let entries = people.map { address, presence -> Body in
            [
                "participant": .text(address.chatID), "lastKnownPresence": .text(presence),
                "lastSeen": presence == "offline" ? .integer(Moment.now.seconds) : nil,
            ]
        }
        return ["id": .text(chat.chatID), "presences": .list(entries)]
    }

    /// - Throws: ``Refusal`` with 500 for what is no address.
    private func chat(_ exchange: Exchange) throws(Refusal) -> Address {
        guard let chat = Address(exchange.part("chatId")) else { throw Refusal.engine("invalid wid", exchange) }
        return chat
    }
}
