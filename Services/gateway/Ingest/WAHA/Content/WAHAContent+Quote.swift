import Contracts
import JSON

/// The message that this one answers, as the provider tells it. Our own tables know it better when they have it.
extension WAHAContent {
    /// Its bare id.
    static func quotedID(_ payload: JSONValue, _ context: JSONValue) -> String? {
        let text =
            WAHAMessageID.text(payload["replyTo"]["id"]) ?? payload["_data"]["quotedStanzaID"].string
            ?? context.field("stanzaId").string
        return text.flatMap { $0.isEmpty || $0.utf8.count > 256 ? nil : (try? ProviderMessageID($0))?.bare ?? $0 }
    }

    func quoted(_ context: JSONValue) -> QuotedMessage? {
        guard Self.quotedID(payload, context) != nil else { return nil }
        let told = payload["replyTo"]
        let raw = rawQuote(told, context)
        let author = told["participant"].chat ?? context["participant"].chat ?? data["quotedParticipant"].chat
        return QuotedMessage(
            sender: author.map { MessageSender(chatId: $0, name: nil, phoneNumber: $0.phoneDigits.map { "+\($0)" }) },
            type: Self.kind(ofQuote: told, raw),
            preview: told["body"].words(120) ?? Self.words(ofQuote: raw)
        )
    }

    private func rawQuote(_ told: JSONValue, _ context: JSONValue) -> JSONValue {
        let found = [told["_data"], context["quotedMessage"], data["quotedMsg"]]
        return found.first { $0.isObject } ?? .missing
    }

    /// Its text or caption: beside the type on WEBJS, under the key of its content in the protocol.
    private static func words(ofQuote raw: JSONValue) -> String? {
        if let text = raw["body"].words(120) ?? raw["caption"].words(120) { return text }
        let node = raw.object.first { WAHAKinds.byContent[$0.name.lowercased()] != nil }?.value ?? .missing
        return node.words(120) ?? node["text"].words(120) ?? node["caption"].words(120) ?? node["name"].words(120)
    }

    /// By the keys of the protocol, by WEBJS' type, or by what stands beside.
    private static func kind(ofQuote told: JSONValue, _ raw: JSONValue) -> MessageKind {
        if let type = raw["type"].string, let kind = WAHAKinds.byType[type] { return kind }
        let keys = raw.object.map { $0.name.lowercased() }
        if let kind = keys.lazy.compactMap({ WAHAKinds.byContent[$0] }).first { return kind }
        return told["hasMedia"].bool == true ? .document : .text
    }
}
