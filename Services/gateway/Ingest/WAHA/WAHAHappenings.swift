import Contracts
import Crypto
import JSON

/// `call.received`, read as a message of the chat.
enum WAHAIncomingCall {
    static func read(_ payload: JSONValue) -> WAHAMessageReading {
        guard let call = CallID(payload), let id = try? ProviderMessageID("false_\(call.chat)_\(call.bare)") else {
            return .unreadable
        }
        var message = WAHAMessage(id: id, chat: call.chat, kind: .call)
        message.chatPhone = call.chat.phoneDigits.map { "+\($0)" }
        message.sender = MessageSender(chatId: call.chat, name: nil, phoneNumber: message.chatPhone)
        message.timestamp = WAHATime.read(payload["timestamp"])
        var content = MessageContent()
        content.call = MessageCall(
            video: payload["isVideo"].bool ?? false,
            group: payload["isGroup"].bool ?? false,
            outcome: .ringing
        )
        message.content = content
        return .message(message)
    }
}

/// `group.v2.*`, read as a notice in the group. GOWS tells changes of a group in no other way; the other engines tell
/// them as messages, too, which are taken instead.
enum WAHAGroupNotice {
    static func read(_ envelope: WAHAEnvelope) -> WAHAMessageReading {
        guard envelope.engine == "GOWS" else { return .dropped(.notification) }
        let payload = envelope.payload
        let group = payload["group"]
        guard let chat = group["id"].chat, chat.kind == .group else { return .unreadable }
        guard let notice = notice(String(envelope.event.dropFirst("group.v2.".count)), payload, group) else {
            return .dropped(.notification)
        }
        // Told twice it is one notice: its id is made of what it says.
        let moment = WAHATime.read(payload["timestamp"])
        let words = ["\(moment?.milliseconds ?? 0)", notice.word ?? "", notice.text ?? ""] + notice.people.map(\.text)
        let bare = "NOTE" + SHA256.hex(of: "\(chat)|" + words.joined(separator: "|")).prefix(28)
        guard let id = try? ProviderMessageID("false_\(chat)_\(bare)") else { return .unreadable }
        var message = WAHAMessage(id: id, chat: chat, kind: .notice)
        message.timestamp = moment
        var content = MessageContent()
        content.notice = notice
        message.content = content
        return .message(message)
    }

    private static func notice(_ word: String, _ payload: JSONValue, _ group: JSONValue) -> MessageNotice? {
        let people = payload["participants"].array.prefix(1024).compactMap { $0["pn"].chat ?? $0["id"].chat }
        switch word {
        case "join": return MessageNotice(kind: .joined, text: group["subject"].words(), word: word)
        case "leave": return MessageNotice(kind: .left, word: word)
        case "participants":
            let type = payload["type"].words(32) ?? ""
            return kinds[type].map { MessageNotice(kind: $0, people: people, word: type) }
        case "update":
            if let subject = group["subject"].words() {
                return MessageNotice(kind: .subject, text: subject, word: word)
            }
            if let text = group["description"].words() {
                return MessageNotice(kind: .description, text: text, word: word)
            }
            return MessageNotice(kind: .settings, word: word)
        default: return nil
        }
    }

    private static let kinds: [String: MessageNotice.Kind] = [
        "join": .joined, "leave": .left, "promote": .promoted, "demote": .demoted,
    ]
}
