/// `/simulator/...` for sessions, people and rare events.
extension Simulator {
    func scanCode(_ exchange: Exchange) async throws -> Answer {
        let name = exchange.body["session"].string ?? "default"
        guard sessions[name]?.status == .scanQRCode else {
            throw Refusal.unprocessable("The session shows no QR code now")
        }
        scan(name)
        return .created(["scanned": true])
    }

    /// A session in any engine and state, made when it is not there.
    func putSession(_ exchange: Exchange) async throws -> Answer {
        let name = exchange.session
        let engine = exchange.body["engine"].string.flatMap(Engine.init(name:))
        if sessions[name] == nil { try makeSession(name, engine: engine) }
        if let engine { sessions[name]?.engine = engine }
        if let phone = exchange.body["phone"].word { sessions[name]?.account.phone = phone }
        if !exchange.body["config"].isNothing {
            sessions[name]?.targets = try WebhookTarget.all(in: exchange.body["config"])
            sessions[name]?.config = exchange.body["config"]
        }
        if let text = exchange.body["status"].string { try setStatus(text, name) }
        return .json(try known(name).info)
    }

    /// A status, or one of WAHA's misfortunes: `FLAP`, `UNLINK`, `STUCK`.
    func setState(_ exchange: Exchange) async throws -> Answer {
        _ = try known(exchange.session)
        try setStatus(exchange.body["state"].string ?? exchange.body["status"].string ?? "", exchange.session)
        return .created(try known(exchange.session).info)
    }

    private func setStatus(_ text: String, _ name: String) throws {
        switch text {
        case "FLAP": flap(name)
        case "UNLINK":
            sessions[name]?.isSignedIn = false
            enter(.failed, name)
        case "STUCK": enter(.starting, name)
        default:
            guard let status = SessionStatus(rawValue: text) else {
                throw Refusal.badRequest(["state must be a session status, FLAP, UNLINK or STUCK"])
            }
            enter(status, name)
        }
    }

    func restartServer(_ exchange: Exchange) async throws -> Answer {
        restartServer()
        return .created(["startTimestamp": .integer(started.milliseconds)])
    }

    func addPeople(_ exchange: Exchange) async throws -> Answer {
        let bodies = exchange.body.items.isEmpty ? [exchange.body] : exchange.body.items
        for body in bodies {
            guard let phone = body["phone"].word else { throw Refusal.badRequest(["phone must be a string"]) }
            let lid = body["lid"].isNothing ? People.lid(for: phone) : body["lid"].word
            var person = Person(phone: phone, lid: lid, pushName: body["pushName"].string ?? "Guest")
            person.savedName = body["name"].string
            person.lidIsKnown = body["lidIsKnown"].flag ?? true
            person.isReachable = body["reachable"].flag ?? true
            person.picture = body["picture"].int.flatMap { UInt8(exactly: $0) }
            people.add(person)
        }
        return .created(["people": .integer(Int64(people.sortedByPhone.count))])
    }

    func addGroup(_ exchange: Exchange) async throws -> Answer {
        guard let id = exchange.body["id"].word.flatMap({ Address($0.contains("@") ? $0 : $0 + "@g.us") }) else {
            throw Refusal.badRequest(["id must be a group id"])
        }
        let phones = exchange.body["participants"].items.compactMap(\.word)
        var group = Group(
            id: id.user,
            subject: exchange.body["subject"].string ?? "Group",
            participants: phones.map { Group.Participant(phone: $0) }
        )
        group.picture = exchange.body["picture"].int.flatMap { UInt8(exactly: $0) }
        people.groups[group.id] = group
        for session in sessions.values { tellJoin(group, session) }
        return .created(["id": .text(group.address.chatID)])
    }

    /// What a person does with a message: `react`, `edit`, `revoke`, `vote`.
    func change(_ exchange: Exchange) async throws -> Answer {
        let body = exchange.body
        let session = try known(body["session"].string ?? "default")
        let id = body["messageId"].string ?? ""
        let message = books[session.name]?.message(id)
        switch (body["action"].string, message) {
        case ("revoke", _):
            let chat = message?.chat ?? body["chatId"].word.flatMap(Address.init)
            guard let chat else { throw Refusal.badRequest(["chatId is needed for a message that is not there yet"]) }
            let bareID = ChatBook.parts(of: id).bareID
            revoke(bareID, in: chat, fromMe: message?.fromMe ?? false, before: message, session)
        case ("react", .some(let message)):
            let reactor = body["from"].word.flatMap(Address.init) ?? message.participant ?? message.chat
            tellReaction(body["text"].string ?? "👍", to: message, by: reactor, fromMe: false, session)
        case ("edit", .some(let message)):
            edit(message, to: body["text"].string ?? "", session)
        case ("vote", .some(let message)):
            let voter = body["from"].word.flatMap(Address.init) ?? message.chat
            vote(body["options"].items.compactMap(\.string), on: message, by: voter, session)
        case ("ack", .some(let message)):
            guard let ack = body["ack"].string.flatMap(Ack.init(name:)) else {
                throw Refusal.badRequest(["ack must be the name of an ack"])
            }
            tell(ack, of: message, by: body["from"].word.flatMap(Address.init), in: session.name)
        default: throw Refusal.notFound("Message")
        }
        return .created(["done": true])
    }

    /// Any event with any payload, also those that have no name yet.
    func tellAnything(_ exchange: Exchange) async throws -> Answer {
        let name = exchange.body["session"].string ?? "default"
        _ = try known(name)
        tell(exchange.body["event"].string ?? "engine.event", exchange.body["payload"], of: name)
        return .created(["done": true])
    }
}
