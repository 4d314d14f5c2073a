/// NOWEB: Baileys' objects.
struct NOWEBShape: EngineShape {
    private let proto = ProtoMessage(spelling: .script)

    func ends(of message: Message, _ scene: Scene) -> (from: Body, to: Body, participant: Body) {
        let chat = Body.text(message.chat.chatID)
        guard let participant = message.participant else { return (chat, .absent, .absent) }
        return (chat, chat, .text(participant.chatID))
    }

    func words(of message: Message) -> Body {
        message.content.words.isEmpty ? nil : .text(message.content.words)
    }

    func raw(_ message: Message, _ scene: Scene) -> Body {
        let reactions = message.reactions.sorted { $0.key < $1.key }.map { reactor, text -> Body in
            ["key": ["remoteJid": .text(reactor), "fromMe": false], "text": .text(text)]
        }
        return [
            "key": key(message),
            "messageTimestamp": timestamp(message, scene),
            "pushName": .text(message.pushName),
            "broadcast": false,
            "status": .integer(Int64(message.ack.rawValue)),
            "message": isUnreadable(message) ? .absent : proto.body(message),
            "messageStubType": isUnreadable(message) ? 2 : .absent,
            "reactions": reactions.isEmpty ? .absent : .list(reactions),
        ]
    }

    private func isUnreadable(_ message: Message) -> Bool {
        if case .waiting = message.content { true } else { false }
    }

    private func key(_ message: Message) -> Body {
        let alternative = message.alternativeJID.map { Body.text($0) } ?? .absent
        let isGroup = message.participant != nil
        return [
            "remoteJid": .text(message.chat.jid),
            "remoteJidAlt": isGroup ? .absent : alternative,
            "fromMe": .bool(message.fromMe),
            "id": .text(message.bareID),
            "participant": message.participant.map { .text($0.jid) } ?? .absent,
            "participantAlt": isGroup ? alternative : .absent,
            "addressingMode": .text(GOWSShape.mode(message)),
        ]
    }

    /// A number in events, a text in answers, a long object when the scene says so.
    private func timestamp(_ message: Message, _ scene: Scene) -> Body {
        guard scene.writesLongTimestamps else { return .integer(message.seconds) }
        return ["low": .integer(message.seconds & 0x7FFF_FFFF), "high": 0, "unsigned": true]
    }

    func accepted(_ message: Message, _ scene: Scene) -> Body {
        if case .poll = message.content { return self.message(message, scene) }
        var proto = proto.body(message)
        if case .text(let text) = message.content, message.quote == nil {
            proto = ["extendedTextMessage": ["text": .text(text)]]
        }
        return [
            "key": key(message),
            "message": proto,
            "messageTimestamp": scene.writesLongTimestamps
                ? timestamp(message, scene) : .text(String(message.seconds)),
            "status": "PENDING",
        ]
    }

    /// In groups the reader stands in the raw receipt alone, and a delivery counts as SERVER.
    func ack(_ message: Message, _ ack: Ack, by reader: Address?, _ scene: Scene) -> Body {
        let isGroup = message.chat.isGroup
        let told = isGroup && ack == .device ? Ack.server : ack
        let receipt: Body = [
            "userJid": .text((reader ?? message.chat).jid), "readTimestamp": .integer(Moment.now.seconds),
        ]
        return [
            "id": .text(message.fullID),
            "from": .text(message.chat.chatID),
            "to": isGroup ? .text(message.chat.chatID) : .absent,
            "participant": message.participant.map { .text($0.chatID) } ?? .absent,
            "fromMe": .bool(message.fromMe),
            "ack": .integer(Int64(told.rawValue)),
            "ackName": .text(told.name),
            "_data": [
                "key": key(message),
                "receipt": isGroup ? receipt : .absent,
                "update": isGroup ? .absent : ["status": .integer(Int64(ack.rawValue))],
            ],
        ]
    }

    func chat(_ chat: Chat, _ scene: Scene) -> Body {
        [
            "id": .text(chat.address.chatID),
            "name": .text(chat.name),
            "conversationTimestamp": .integer(chat.lastMilliseconds / 1_000),
            "archived": .bool(chat.isArchived),
        ]
    }

    func contact(_ person: Person, _ scene: Scene) -> Body {
        [
            "id": .text(person.address.chatID),
            "name": person.savedName.map { .text($0) } ?? .absent,
            "pushname": .text(person.pushName),
            "notify": .text(person.pushName),
            "lid": person.lid.map { .text($0 + "@lid") } ?? .absent,
        ]
    }

    func group(_ group: Group, _ people: People, _ scene: Scene) -> Body {
        let participants = group.participants.map { participant -> Body in
            [
                "id": .text(Address.phone(participant.phone).jid),
                "admin": participant.role == "participant" ? nil : .text(participant.role),
            ]
        }
        return [
            "id": .text(group.address.jid),
            "subject": .text(group.subject),
            "desc": .text(group.description),
            "owner": .text(scene.account.address.jid),
            "participants": .list(participants),
        ]
    }
}
