/// How one engine tells messages, acks, chats and people.
/// - Source: the WAHA fact sheet, 3.3, 4, 5, 8.3 to 8.9.
protocol EngineShape: Sendable {
    /// `from`, `to` and `participant` of a message, which mean something else in each engine.
    func ends(of message: Message, _ scene: Scene) -> (from: Body, to: Body, participant: Body)
    /// The raw message, under `_data`.
    func raw(_ message: Message, _ scene: Scene) -> Body
    /// `body`: text or caption, and what the engine puts there for want of one.
    func words(of message: Message) -> Body
    /// The answer to a send.
    func accepted(_ message: Message, _ scene: Scene) -> Body
    func ack(_ message: Message, _ ack: Ack, by reader: Address?, _ scene: Scene) -> Body
    func chat(_ chat: Chat, _ scene: Scene) -> Body
    func contact(_ person: Person, _ scene: Scene) -> Body
    func group(_ group: Group, _ people: People, _ scene: Scene) -> Body
}

extension EngineShape {
    /// The message as WAHA's own part tells it, the same for all engines but for the parts above.
    func message(_ message: Message, _ scene: Scene, downloaded: Bool = true, withSource: Bool = true) -> Body {
        let ends = ends(of: message, scene)
        var body: Body = [
            "id": .text(message.fullID),
            "timestamp": .integer(message.seconds),
            "from": ends.from,
            "fromMe": .bool(message.fromMe),
            "source": withSource ? .text(message.source.rawValue) : .absent,
            "to": ends.to,
            "participant": ends.participant,
            "body": words(of: message),
            "hasMedia": .bool(message.attachment != nil),
            "media": scene.media(message, downloaded: downloaded),
            "ack": .integer(Int64(message.ack.rawValue)),
            "ackName": .text(message.ack.name),
            "location": location(message),
            "vCards": vCards(message),
            "replyTo": replyTo(message),
            "_data": raw(message, scene),
        ]
        if scene.addsUnknownFields { body = body.merging(["futureField": ["nested": [1, "two", nil]]]) }
        return body
    }

    private func location(_ message: Message) -> Body {
        guard case .place(let place) = message.content else { return nil }
        return [
            "latitude": .text(String(place.latitude)),
            "longitude": .text(String(place.longitude)),
            "live": .bool(place.isLive),
            "name": .optional(place.name),
            "address": .optional(place.address),
            "url": nil,
            "description": .optional(place.name),
            "thumbnail": .text(Samples.thumbnail),
        ]
    }

    private func vCards(_ message: Message) -> Body {
        guard case .contacts(let cards) = message.content else { return nil }
        return .texts(cards)
    }

    private func replyTo(_ message: Message) -> Body {
        guard let quote = message.quote else { return nil }
        return [
            "id": .text(quote.bareID),
            "participant": .text(quote.participant.chatID),
            "body": .text(quote.body),
            "hasMedia": false,
            "media": nil,
            "_data": ["conversation": .text(quote.body)],
        ]
    }
}

extension Message {
    /// What all engines tell of the page that a text links to.
    var pageBody: Body {
        guard let page else { return [:] }
        return [
            "matchedText": .text(page.url), "title": .text(page.title), "description": .text(page.description),
        ]
    }
}
