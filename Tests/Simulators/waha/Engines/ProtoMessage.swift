/// WhatsApp's protocol message, which GOWS and NOWEB pass on with different spelling.
struct ProtoMessage: Sendable {
    enum Spelling: Sendable {
        /// Go: `URL`, `PTT`, `stanzaID`.
        case go
        /// JavaScript: `url`, `ptt`, `stanzaId`.
        case script
    }

    var spelling: Spelling

    func body(_ message: Message) -> Body {
        let context = context(message)
        switch message.content {
        case .text(let text):
            guard message.quote != nil || message.page != nil else { return ["conversation": .text(text)] }
            return ["extendedTextMessage": message.pageBody.merging(["text": .text(text), "contextInfo": context])]
        case .file(let attachment, let caption):
            return file(attachment, caption, context)
        case .place(let place):
            return [place.isLive ? "liveLocationMessage" : "locationMessage": self.place(place, context)]
        case .contacts(let cards):
            return contacts(cards)
        case .poll(let poll):
            return ["pollCreationMessageV3": self.poll(poll)]
        case .choice(let title, let id, let ofList):
            return choice(title, id, ofList: ofList, context)
        case .list(let title, let description, let button):
            return [
                "listMessage": [
                    "title": .text(title), "description": .text(description), "buttonText": .text(button),
                ]
            ]
        case .album(let images, let videos):
            return [
                "albumMessage": [
                    "expectedImageCount": .integer(Int64(images)), "expectedVideoCount": .integer(Int64(videos)),
                ]
            ]
        case .unknown(let key): return .object([Body.Member(key: key, value: ["secret": "AAEC"])])
        case .system, .waiting: return [:]
        }
    }

    private func context(_ message: Message) -> Body {
        guard let quote = message.quote else { return .absent }
        return [
            pick("stanzaID", "stanzaId"): .text(quote.bareID),
            "participant": .text(quote.participant.jid),
            "quotedMessage": ["conversation": .text(quote.body)],
        ]
    }

    private func file(_ attachment: MediaFile, _ caption: String?, _ context: Body) -> Body {
        var body: Body = [
            pick("URL", "url"): "https://mmg.whatsapp.example/v/t62.7118-24/1",
            "mimetype": .text(attachment.mimetype),
            "caption": caption.map { .text($0) } ?? .absent,
            "fileLength": spelling == .go
                ? .integer(Int64(attachment.bytes.count)) : .text(String(attachment.bytes.count)),
            "fileName": attachment.filename.map { .text($0) } ?? .absent,
            "contextInfo": context,
        ]
        switch attachment.kind {
        case .voice: body = body.merging([pick("PTT", "ptt"): true, "seconds": 3])
        case .audio: body = body.merging(["seconds": 3])
        case .gif: body = body.merging(["gifPlayback": true])
        case .image, .video, .note:
            body = body.merging([pick("JPEGThumbnail", "jpegThumbnail"): .text(Samples.thumbnail)])
        default: break
        }
        return wrap(attachment, [key(attachment): body])
    }

    private func key(_ attachment: MediaFile) -> String {
        switch attachment.kind {
        case .image: "imageMessage"
        case .video, .gif: "videoMessage"
        case .note: "ptvMessage"
        case .audio, .voice: "audioMessage"
        case .document: "documentMessage"
        case .sticker: "stickerMessage"
        }
    }

    private func wrap(_ attachment: MediaFile, _ body: Body) -> Body {
        guard attachment.isViewOnce else { return body }
        return ["viewOnceMessageV2": ["message": body], "messageContextInfo": ["deviceListMetadataVersion": 2]]
    }

    private func place(_ place: Place, _ context: Body) -> Body {
        [
            "degreesLatitude": .number(place.latitude),
            "degreesLongitude": .number(place.longitude),
            "name": place.name.map { .text($0) } ?? .absent,
            "address": place.address.map { .text($0) } ?? .absent,
            "contextInfo": context,
        ]
    }

    private func contacts(_ cards: [String]) -> Body {
        let contacts = cards.map { card -> Body in ["displayName": .text(VCard.name(in: card)), "vcard": .text(card)] }
        if contacts.count == 1 { return ["contactMessage": contacts[0]] }
        return ["contactsArrayMessage": ["displayName": .text("\(cards.count) contacts"), "contacts": .list(contacts)]]
    }

    private func poll(_ poll: Poll) -> Body {
        [
            "name": .text(poll.name),
            "options": .list(poll.options.map { ["optionName": .text($0)] }),
            "selectableOptionsCount": poll.allowsSeveral ? 0 : 1,
        ]
    }

    private func choice(_ title: String, _ id: String, ofList: Bool, _ context: Body) -> Body {
        let idKey = ofList ? pick("selectedRowID", "selectedRowId") : pick("selectedButtonID", "selectedButtonId")
        if ofList {
            let reply: Body = [idKey: .text(id)]
            return ["listResponseMessage": ["title": .text(title), "singleSelectReply": reply, "contextInfo": context]]
        }
        return [
            "buttonsResponseMessage": [idKey: .text(id), "selectedDisplayText": .text(title), "contextInfo": context]
        ]
    }

    private func pick(_ go: String, _ script: String) -> String { spelling == .go ? go : script }
}
