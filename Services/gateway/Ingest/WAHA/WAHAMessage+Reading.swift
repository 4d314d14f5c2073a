import Contracts
import JSON

extension WAHAMessage {
    /// Reads the payload of `message` and `message.any`, or an element of history.
    static func read(_ payload: JSONValue) -> WAHAMessageReading {
        guard let id = WAHAMessageID.read(payload) else { return .unreadable }
        guard id.chat.kind != .broadcast, id.chat.kind != .newsletter else { return .dropped(.story) }
        let raw = WAHARawMessage(payload)
        let kind: MessageKind
        switch raw.classify() {
        case .dropped(let why): return .dropped(why)
        case .kind(let found): kind = found
        }
        let addresses = WAHAAddresses(payload, id: id)
        var message = WAHAMessage(id: id, chat: id.chat, kind: kind)
        message.chatPhone = addresses.chatPhone
        message.sender = addresses.sender
        message.content = WAHAContent(raw, kind: kind).read()
        message.body = raw.body(of: kind, message.content)
        message.timestamp = WAHATime.read(payload["timestamp"]) ?? WAHATime.read(payload["_data"]["messageTimestamp"])
        if payload["hasMedia"].bool == true { message.media = WAHAMedia(payload["media"]) }
        message.quotedId = WAHAContent.quotedID(payload, raw.context)
        if id.fromMe {
            message.source = payload["source"].string.flatMap(MessageSource.init)
            message.status = WAHAAck.status(payload)
        }
        return .message(message)
    }
}
