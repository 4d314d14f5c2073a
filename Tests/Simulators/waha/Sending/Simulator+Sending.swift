/// The path of a message out: fate, ledger, chat, event, acks, answer.
extension Simulator {
    func send(_ content: Content, _ exchange: Exchange) async throws -> Answer {
        let session = try await working(exchange.session)
        let request = try SendRequest(exchange, content: content)
        ledger.requests += 1
        let fate = SendFate.throwing(&dice, faults, to: request.chat)
        switch fate {
        case .fail(let reason):
            ledger.refused += 1
            throw Refusal.engine(reason, exchange)
        case .hang:
            ledger.refused += 1
            try await Task.sleep(for: .milliseconds(Int64(faults.sendHangMs)))
            throw Refusal.engine("Query timed out", name: "TimeoutError", exchange)
        case .succeed, .hangThenSucceed, .succeedThenFail:
            return try await accept(request, session, fate, exchange)
        }
    }

    private func accept(
        _ request: SendRequest,
        _ session: Session,
        _ fate: SendFate,
        _ exchange: Exchange
    ) async throws -> Answer {
        let message = outgoing(request, session)
        ledger.add(entry(message, request, session, fate))
        let isNew = keep(message, session.name)
        let tellsFirst = dice.hits(faults.ackBeforeResponse)
        if isNew { tellSent(message, session.name, atOnce: tellsFirst) }
        let body = session.engine.shape.accepted(message, scene(session))
        switch fate {
        case .hangThenSucceed: try await Task.sleep(for: .milliseconds(Int64(faults.sendHangMs)))
        case .succeedThenFail(let reason): throw Refusal.engine(reason, name: "TimeoutError", exchange)
        default: if tellsFirst { try await Task.sleep(for: .milliseconds(50)) }
        }
        return .created(body)
    }

    private func outgoing(_ request: SendRequest, _ session: Session) -> Message {
        let requested = session.engine.takesMessageID ? request.messageID : nil
        var message = Message(
            bareID: requested ?? "3EB0" + dice.hex(18),
            chat: request.chat,
            fromMe: true,
            milliseconds: Moment.now.milliseconds,
            pushName: session.account.pushName,
            source: .api,
            ack: session.engine == .gows ? .server : .pending,
            content: request.content
        )
        if request.chat.isGroup, session.engine == .gows { message.participant = session.account.address }
        if request.chat.isLID { message.alternativeJID = people[request.chat]?.address.jid ?? "" }
        message.quote = request.replyTo.flatMap { quote($0, session) }
        message.page = request.page
        return message
    }

    /// What a reply quotes; nil when the message is not in the store, as NOWEB has it.
    func quote(_ id: String, _ session: Session) -> Message.Quote? {
        guard let original = books[session.name]?.message(id) else { return nil }
        let author = original.participant ?? (original.fromMe ? session.account.address : original.chat)
        return Message.Quote(bareID: original.bareID, participant: author, body: original.content.words)
    }

    private func entry(_ message: Message, _ request: SendRequest, _ session: Session, _ fate: SendFate) -> Ledger.Entry
    {
        let words =
            switch fate {
            case .hangThenSucceed: "hang-then-succeed"
            case .succeedThenFail: "succeed-then-fail"
            default: "succeed"
            }
        return Ledger.Entry(
            id: message.fullID,
            bareID: message.bareID,
            isRequestedID: message.bareID == request.messageID,
            session: session.name,
            chat: message.chat.chatID,
            kind: message.content.kind,
            text: message.content.words,
            at: .now,
            fate: words,
            endpoint: request.endpoint,
            request: request.body
        )
    }

    /// Puts a message into its chat, and its file on the shelf.
    /// - Returns: whether it was new.
    func keep(_ message: Message, _ session: String) -> Bool {
        let name = people.groups[message.chat.user]?.subject ?? people[message.chat]?.name ?? message.chat.user
        let isNew = books[session, default: ChatBook()].add(message, name: name)
        if let attachment = message.attachment, let session = sessions[session] {
            putOnShelf(attachment, of: message, session)
        }
        return isNew
    }

    /// What follows a send: the message itself as an event, then how far it comes.
    private func tellSent(_ message: Message, _ session: String, atOnce: Bool) {
        let isLost = dice.hits(faults.ackMissing)
        let isRead = !isLost && (people[message.chat]?.isReachable ?? true)
        if atOnce {
            tell(message, of: session)
            tell(.server, of: message, by: nil, in: session)
        } else {
            soon(Double(dice.next() % 40)) { await $0.tell(message, of: session) }
            soon(ackDelay()) { await $0.acknowledge(message.bareID, .server, session) }
        }
        guard isRead else { return }
        var delay = ackDelay()
        for ack in acks(of: message) {
            delay += ackDelay()
            soon(delay) { await $0.acknowledge(message.bareID, ack, session) }
        }
        soon(delay) { await $0.answer(message, session) }
    }

    private func acks(of message: Message) -> [Ack] {
        message.attachment?.kind == .voice ? [.device, .read, .played] : [.device, .read]
    }

    private func ackDelay() -> Double {
        faults.ackDelayMinMs < faults.ackDelayMaxMs
            ? Double.random(in: faults.ackDelayMinMs...faults.ackDelayMaxMs, using: &dice) : faults.ackDelayMinMs
    }

    /// Moves an own message forward and tells it: once in a direct chat, for every member of a group.
    func acknowledge(_ bareID: String, _ ack: Ack, _ session: String) {
        let changed = books[session]?.change("true_chat_" + bareID) { $0.ack = max($0.ack, ack) }
        guard let message = changed else { return }
        guard let group = people.groups[message.chat.user], message.chat.isGroup, ack > .server else {
            return tell(ack, of: message, by: nil, in: session)
        }
        for participant in group.participants where participant.phone != sessions[session]?.account.phone {
            tell(ack, of: message, by: .phone(participant.phone), in: session)
        }
    }
}
