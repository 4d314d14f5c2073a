/// WEBJS: whatsapp-web.js' objects, out of the browser.
struct WEBJSShape: EngineShape {
    func ends(of message: Message, _ scene: Scene) -> (from: Body, to: Body, participant: Body) {
        let own = Body.text(scene.account.address.chatID)
        let chat = Body.text(message.chat.chatID)
        let participant = message.participant.map { Body.text($0.chatID) } ?? .absent
        return message.fromMe ? (own, chat, participant) : (chat, own, participant)
    }

    func words(of message: Message) -> Body {
        switch message.content {
        case .place: .text(Samples.thumbnail)
        case .contacts(let cards): .text(cards.joined(separator: "\n"))
        case .poll(let poll): .text(poll.name)
        default: .text(message.content.words)
        }
    }

    func raw(_ message: Message, _ scene: Scene) -> Body {
        let ends = ends(of: message, scene)
        let body: Body = [
            "id": id(message, scene),
            "type": .text(Self.type(message.content)),
            "t": .integer(message.seconds),
            "notifyName": .text(message.pushName),
            "from": ends.from,
            "to": ends.to,
            "author": ends.participant,
            "body": words(of: message),
            "ack": .integer(Int64(message.ack.rawValue)),
            "isViewOnce": message.attachment?.isViewOnce == true ? true : .absent,
            "isGif": message.attachment?.kind == .gif ? true : .absent,
            "isLive": message.content.kind == "live-location" ? true : .absent,
            "filename": message.attachment?.filename.map { .text($0) } ?? .absent,
            "quotedStanzaID": message.quote.map { .text($0.bareID) } ?? .absent,
            "pollName": pollName(message),
        ]
        return body.merging(message.pageBody)
    }

    private func pollName(_ message: Message) -> Body {
        if case .poll(let poll) = message.content { .text(poll.name) } else { .absent }
    }

    private func id(_ message: Message, _ scene: Scene) -> Body {
        [
            "fromMe": .bool(message.fromMe),
            "remote": .text(message.chat.chatID),
            "id": .text(message.bareID),
            "participant": message.participant.map { .text($0.chatID) } ?? .absent,
            "_serialized": scene.omitsSerialized ? .absent : .text(message.fullID),
        ]
    }

    static func type(_ content: Content) -> String {
        switch content {
        case .text: "chat"
        case .file(let attachment, _): type(attachment.kind)
        case .place: "location"
        case .contacts(let cards): cards.count > 1 ? "multi_vcard" : "vcard"
        case .poll: "poll_creation"
        case .choice(_, _, let ofList): ofList ? "list_response" : "buttons_response"
        case .list: "list"
        case .album: "album"
        case .system(let type): type
        case .waiting: "ciphertext"
        case .unknown: "unknown"
        }
    }

    private static func type(_ kind: MediaFile.Kind) -> String {
        switch kind {
        case .voice: "ptt"
        case .note: "ptv"
        case .gif: "video"
        default: kind.rawValue
        }
    }

    func accepted(_ message: Message, _ scene: Scene) -> Body {
        let ends = ends(of: message, scene)
        return [
            "id": id(message, scene),
            "_data": ["id": id(message, scene)],
            "ack": 0,
            "timestamp": .integer(message.seconds),
            "body": words(of: message),
            "type": .text(Self.type(message.content)),
            "from": ends.from,
            "to": ends.to,
        ]
    }

    /// The whole message again in direct chats; in groups the reader and little else.
    func ack(_ message: Message, _ ack: Ack, by reader: Address?, _ scene: Scene) -> Body {
        var acked = message
        acked.ack = ack
        guard message.chat.isGroup else { return self.message(acked, scene) }
        let ends = ends(of: message, scene)
        return [
            "id": .text(message.fullID),
            "from": ends.from,
            "to": ends.to,
            "participant": .optional(reader?.chatID),
            "fromMe": .bool(message.fromMe),
            "ack": .integer(Int64(ack.rawValue)),
            "ackName": .text(ack.name),
            "_data": ["id": id(message, scene)],
        ]
    }

    func chat(_ chat: Chat, _ scene: Scene) -> Body {
        let id = chat.address.chatID
        return [
            "id": [
                "server": .text(String(id.drop { $0 != "@" }.dropFirst())),
                "user": .text(chat.address.user),
                "_serialized": scene.omitsSerialized ? .absent : .text(id),
            ],
            "name": .text(chat.name),
            "isGroup": .bool(chat.address.isGroup),
            "unreadCount": .integer(Int64(chat.unread)),
            "timestamp": .integer(chat.lastMilliseconds / 1_000),
            "archived": .bool(chat.isArchived),
            "pinned": false,
            "isMuted": false,
        ]
    }

    func contact(_ person: Person, _ scene: Scene) -> Body {
        [
            "id": .text(person.address.chatID),
            "number": .text(person.phone),
            "name": person.savedName.map { .text($0) } ?? .absent,
            "pushname": .text(person.pushName),
            "shortName": .text(String(person.name.split(separator: " ").first ?? "")),
            "isMe": .bool(person.phone == scene.account.phone),
            "isGroup": false,
            "isWAContact": true,
            "isMyContact": .bool(person.savedName != nil),
            "isBlocked": false,
        ]
    }

    func group(_ group: Group, _ people: People, _ scene: Scene) -> Body {
        let participants = group.participants.map { participant -> Body in
            [
                "id": [
                    "server": "c.us", "user": .text(participant.phone),
                    "_serialized": .text(participant.phone + "@c.us"),
                ],
                "isAdmin": .bool(participant.role != "participant"),
                "isSuperAdmin": .bool(participant.role == "superadmin"),
            ]
        }
        return [
            "id": ["server": "g.us", "user": .text(group.id), "_serialized": .text(group.address.chatID)],
            "name": .text(group.subject),
            "isGroup": true,
            "groupMetadata": [
                "subject": .text(group.subject), "desc": .text(group.description), "participants": .list(participants),
            ],
        ]
    }
}
