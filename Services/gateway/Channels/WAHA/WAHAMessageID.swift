import Contracts
import JSON

/// Finds the id of a message in whatever shape an engine gives it.
/// - Source: WAHA's answers to sends and its webhooks, by engine.
enum WAHAMessageID {
    /// Of a message: its `id` as text or object, NOWEB's `key`, or what the raw data has.
    static func read(_ message: JSONValue) -> ProviderMessageID? {
        let candidate =
            text(message["id"]) ?? key(message["key"]) ?? text(message["_data"]["id"]) ?? key(message["_data"]["key"])
            ?? info(message["_data"]["Info"])
        return candidate.flatMap { try? ProviderMessageID($0) }
    }

    /// An id as text, or as an object with its parts.
    static func text(_ id: JSONValue) -> String? {
        if let text = id.string { return text }
        guard id.isObject else { return nil }
        if let text = id["_serialized"].string { return text }
        if let user = id["user"].string, let server = id["server"].string { return "\(user)@\(server)" }
        guard let bare = id["id"].string, let chat = text(id["remote"]) else { return nil }
        return joined(id["fromMe"].bool ?? false, chat, bare, text(id["participant"]))
    }

    private static func key(_ key: JSONValue) -> String? {
        guard let bare = key["id"].string, let chat = key["remoteJid"].string else { return nil }
        return joined(key["fromMe"].bool ?? false, chat, bare, key["participant"].string)
    }

    private static func info(_ info: JSONValue) -> String? {
        guard let bare = info["ID"].string, let chat = info["Chat"].string else { return nil }
        let sender = info["IsGroup"].bool == true ? info["Sender"].string : nil
        return joined(info["IsFromMe"].bool ?? false, chat, bare, sender)
    }

    private static func joined(_ fromMe: Bool, _ chat: String, _ bare: String, _ participant: String?) -> String {
        let parts = ["\(fromMe)", folded(chat), bare] + (participant.map { $0.isEmpty ? [] : [folded($0)] } ?? [])
        return parts.joined(separator: "_")
    }

    /// In WAHA's form, where it is a chat's address.
    private static func folded(_ text: String) -> String { (try? ChatID(text))?.text ?? text }
}
