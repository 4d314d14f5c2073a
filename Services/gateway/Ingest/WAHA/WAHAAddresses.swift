import Contracts
import JSON

/// Who a message is from and with whom, and the phones behind hidden ids where the engine tells them.
///
/// `from` and `to` mean something else on every engine, so the message's id is what names the chat.
/// - Source: WAHA documentation, engines and LIDs.
struct WAHAAddresses {
    /// E.164 of the chat's person; nil for groups and while it is unknown.
    let chatPhone: String?
    /// Nil for our own messages.
    let sender: MessageSender?

    init(_ payload: JSONValue, id: ProviderMessageID) {
        let data = payload["_data"]
        let isGroup = id.chat.kind == .group
        let person = isGroup ? Self.participant(payload, id) : id.chat
        let phone = person.flatMap { Self.phone($0) ?? Self.alternative(data, isGroup: isGroup, fromMe: id.fromMe) }
        chatPhone = isGroup ? nil : phone
        guard !id.fromMe, let person else {
            sender = nil
            return
        }
        let name = data["notifyName"].string ?? data["pushName"].string ?? data["Info"]["PushName"].string
        sender = MessageSender(chatId: person, name: name.flatMap { $0.isEmpty ? nil : $0 }, phoneNumber: phone)
    }

    private static func participant(_ payload: JSONValue, _ id: ProviderMessageID) -> ChatID? {
        payload["participant"].string.flatMap { try? ChatID($0) } ?? id.participant
    }

    /// The phone's own address of somebody who is addressed by hidden id. An empty text means unknown, and the other
    /// address may as well be the hidden one.
    private static func alternative(_ data: JSONValue, isGroup: Bool, fromMe: Bool) -> String? {
        let key = data["key"]
        let info = data["Info"]
        let candidates =
            isGroup
            ? [key["participantAlt"], key["participantPn"], info["SenderAlt"]]
            : [key["remoteJidAlt"], key["senderPn"], fromMe ? info["RecipientAlt"] : info["SenderAlt"]]
        for candidate in candidates {
            if let phone = candidate.string.flatMap({ try? ChatID($0) }).flatMap(phone) { return phone }
        }
        return nil
    }

    private static func phone(_ chat: ChatID) -> String? { chat.phoneDigits.map { "+\($0)" } }
}
