import Contracts
import Crypto
import JSON

/// What changes a message that was sent before, as any engine of WAHA's tells it.
/// - Source: WAHA documentation, events.
struct WAHAAlteration: Hashable, Sendable {
    let kind: MessageAltered.Kind
    let chat: ChatID
    /// The bare id of the message that is changed: all else in its id is not to be relied on.
    let target: String
    let by: MessageActor
    var text: String?
    var options: [String]?
    /// Nil when WAHA left it out.
    let at: Timestamp?

    /// `message.reaction`; nil when it names no message.
    static func reaction(_ payload: JSONValue) -> WAHAAlteration? {
        let reaction = payload["reaction"]
        guard let id = WAHAMessageID.read(payload), let target = bare(reaction["messageId"]) else { return nil }
        return WAHAAlteration(
            kind: .reaction,
            chat: id.chat,
            target: target,
            by: actor(payload, id),
            text: reaction["text"].words(64) ?? "",
            at: WAHATime.read(payload["timestamp"])
        )
    }

    /// `message.edited`; nil when it has no text.
    static func edit(_ payload: JSONValue) -> WAHAAlteration? {
        guard let id = WAHAMessageID.read(payload), let text = payload["body"].string else { return nil }
        return WAHAAlteration(
            kind: .edit,
            chat: id.chat,
            // WEBJS tells the message itself again.
            target: bare(payload["editedMessageId"]) ?? id.bare,
            by: actor(payload, id),
            text: text,
            at: WAHATime.read(payload["timestamp"])
        )
    }

    /// `message.revoked`.
    static func revocation(_ payload: JSONValue) -> WAHAAlteration? {
        let (after, before) = (payload["after"], payload["before"])
        let action = after.isObject ? after : before
        guard let id = WAHAMessageID.read(action) else { return nil }
        let named = [payload["revokedMessageId"], before["id"], after["id"], payload["_data"]["protocolMessageKey"]]
        guard let target = named.lazy.compactMap({ bare($0) }).first else { return nil }
        return WAHAAlteration(
            kind: .revocation,
            chat: id.chat,
            target: target,
            by: actor(action, id),
            at: WAHATime.read(action["timestamp"])
        )
    }

    /// `poll.vote`: all that somebody has chosen, instead of what they chose before.
    static func vote(_ payload: JSONValue) -> WAHAAlteration? {
        let (vote, poll) = (payload["vote"], payload["poll"])
        guard let target = bare(poll["id"]), let id = WAHAMessageID.read(vote) ?? WAHAMessageID.read(poll) else {
            return nil
        }
        let isOwn = vote["fromMe"].bool ?? (vote["from"].string == "me")
        let person = vote["participant"].chat ?? (id.chat.kind == .group ? vote["from"].chat : id.chat)
        return WAHAAlteration(
            kind: .vote,
            chat: id.chat,
            target: target,
            by: isOwn
                ? MessageActor(fromMe: true)
                : MessageActor(fromMe: false, chatId: person, phoneNumber: person?.phoneDigits.map { "+\($0)" }),
            options: vote["selectedOptions"].array.prefix(100).compactMap { $0.words() ?? $0["name"].words() },
            at: WAHATime.read(vote["timestamp"])
        )
    }

    /// `call.accepted` and `call.rejected`, which also tells that nobody answered.
    static func call(_ payload: JSONValue, _ outcome: MessageCall.Outcome) -> WAHAAlteration? {
        guard let call = CallID(payload) else { return nil }
        return WAHAAlteration(
            kind: .call,
            chat: call.chat,
            target: call.bare,
            by: MessageActor(fromMe: false, chatId: call.chat),
            text: outcome.rawValue,
            at: WAHATime.read(payload["timestamp"])
        )
    }

    /// - Parameter told: when WAHA told it; orders changes of one second.
    func event(on channel: ChannelID, told: Timestamp) -> MessageAltered {
        MessageAltered(
            channel: channel,
            chat: chat,
            target: target,
            kind: kind,
            by: by,
            text: text,
            options: options,
            at: WAHATime.moment(of: at, told: told)
        )
    }

    private static func actor(_ payload: JSONValue, _ id: ProviderMessageID) -> MessageActor {
        guard !id.fromMe else { return MessageActor(fromMe: true) }
        let sender = WAHAAddresses(payload, id: id).sender
        return MessageActor(
            fromMe: false,
            chatId: sender?.chatId,
            phoneNumber: sender?.phoneNumber,
            name: sender?.name
        )
    }

    /// The bare id in a full one, in a bare one, or in an object.
    private static func bare(_ json: JSONValue) -> String? {
        let text = WAHAMessageID.text(json) ?? json["id"].string
        return text.flatMap { $0.isEmpty || $0.utf8.count > 256 ? nil : (try? ProviderMessageID($0))?.bare ?? $0 }
    }
}

/// What a call is known by: it is no message, so its id is made one.
struct CallID: Hashable, Sendable {
    let chat: ChatID
    let bare: String

    /// Nil when nobody is named who calls.
    init?(_ payload: JSONValue) {
        guard let id = payload["id"].words(256), let chat = payload["from"].chat ?? payload["_data"]["CallCreator"].chat
        else { return nil }
        self.chat = chat
        bare = "CALL" + SHA256.hex(of: id).prefix(28)
    }
}
