/// GOWS: whatsmeow's structs as JSON, in Go's spelling.
struct GOWSShape: EngineShape {
    private let proto = ProtoMessage(spelling: .go)

    func ends(of message: Message, _ scene: Scene) -> (from: Body, to: Body, participant: Body) {
        let sender = Body.optional(message.participant?.chatID)
        return (.text(message.chat.chatID), sender, sender)
    }

    func words(of message: Message) -> Body { .text(message.content.words) }

    func raw(_ message: Message, _ scene: Scene) -> Body {
        ["Info": info(message, scene), "Message": proto.body(message), "Status": .integer(Int64(message.ack.rawValue))]
    }

    private func info(_ message: Message, _ scene: Scene) -> Body {
        let sender = sender(message, scene)
        let alternative = message.alternativeJID.map { Body.text($0) } ?? .absent
        return [
            "Chat": .text(message.chat.jid),
            "Sender": .text(sender),
            "SenderAlt": message.fromMe ? "" : alternative,
            "RecipientAlt": message.fromMe ? alternative : "",
            "AddressingMode": .text(Self.mode(message)),
            "IsFromMe": .bool(message.fromMe),
            "IsGroup": .bool(message.chat.isGroup),
            "ID": .text(message.bareID),
            "Type": message.attachment == nil ? "text" : "media",
            "PushName": .text(message.pushName),
            "Timestamp": .text(Moment(milliseconds: message.milliseconds).isoSeconds),
            "MediaType": .text(mediaType(message)),
            "Category": "",
        ]
    }

    private func sender(_ message: Message, _ scene: Scene) -> String {
        if message.fromMe { return scene.account.address.jid(device: scene.account.device) }
        let sender = message.participant ?? message.chat
        return sender.isLID ? sender.jid(device: 3) : sender.jid
    }

    static func mode(_ message: Message) -> String {
        (message.participant ?? message.chat).isLID ? "lid" : "pn"
    }

    private func mediaType(_ message: Message) -> String {
        switch message.content {
        case .file(let attachment, _): attachment.kind == .voice ? "ptt" : attachment.kind.rawValue
        case .place: "location"
        case .contacts: "vcard"
        case .album: "collection"
        default: ""
        }
    }

    func accepted(_ message: Message, _ scene: Scene) -> Body {
        let info: Body = [
            "ID": .text(message.bareID),
            "Chat": .text(message.chat.jid),
            "Sender": .text(scene.account.address.jid(device: scene.account.device)),
            "IsFromMe": true,
            "IsGroup": .bool(message.chat.isGroup),
            "Timestamp": .text(Moment(milliseconds: message.milliseconds).isoSeconds),
        ]
        return ["id": .text(message.fullID), "_data": ["Info": info, "Message": proto.body(message)]]
    }

    func ack(_ message: Message, _ ack: Ack, by reader: Address?, _ scene: Scene) -> Body {
        [
            "id": .text(message.fullID),
            "from": .text(message.chat.chatID),
            "to": .optional(reader?.chatID),
            "participant": .optional(reader?.chatID),
            "fromMe": .bool(message.fromMe),
            "ack": .integer(Int64(ack.rawValue)),
            "ackName": .text(ack.name),
            "_data": receipt(message, ack, by: reader),
        ]
    }

    private func receipt(_ message: Message, _ ack: Ack, by reader: Address?) -> Body {
        let types: [Ack: String] = [.read: "read", .played: "played", .error: "server-error"]
        return [
            "Chat": .text(message.chat.jid),
            "Sender": .text((reader ?? message.chat).jid),
            "IsFromMe": false,
            "IsGroup": .bool(message.chat.isGroup),
            "AddressingMode": .text(Self.mode(message)),
            "SenderAlt": .text(message.alternativeJID ?? ""),
            "RecipientAlt": "",
            "MessageIDs": [.text(message.bareID)],
            "Timestamp": .text(Moment.now.isoSeconds),
            "Type": .text(types[ack] ?? ""),
        ]
    }

    func chat(_ chat: Chat, _ scene: Scene) -> Body {
        [
            "id": .text(chat.address.chatID),
            "name": .text(chat.name),
            "conversationTimestamp": .integer(chat.lastMilliseconds / 1_000),
        ]
    }

    func contact(_ person: Person, _ scene: Scene) -> Body {
        [
            "id": .text(person.address.chatID),
            "name": .text(person.savedName ?? ""),
            "pushname": .text(person.pushName),
        ]
    }

    func group(_ group: Group, _ people: People, _ scene: Scene) -> Body {
        let participants = group.participants.map { participant -> Body in
            [
                "JID": .text(Address.phone(participant.phone).jid),
                "PhoneNumber": .text(Address.phone(participant.phone).jid),
                "LID": .text(people[.phone(participant.phone)]?.lid.map { $0 + "@lid" } ?? ""),
                "IsAdmin": .bool(participant.role != "participant"),
                "IsSuperAdmin": .bool(participant.role == "superadmin"),
            ]
        }
        return [
            "JID": .text(group.address.jid),
            "Name": .text(group.subject),
            "Topic": .text(group.description),
            "OwnerJID": .text(scene.account.address.jid),
            "Participants": .list(participants),
        ]
    }
}
