/// WhatsApp's id of a message in WAHA's form: `true_60123456789@c.us_3EB0CC` and, in groups, `_participant` behind it.
///
/// The same message can come under two chat addresses, so it is known by its bare id and direction, per channel.
/// - Source: WAHA documentation, message ids.
package struct ProviderMessageID: Hashable, Sendable {
    /// As first seen.
    package let text: String
    package let fromMe: Bool
    package let chat: ChatID
    /// Case-sensitive, unique per sender and not globally.
    package let bare: String
    package let participant: ChatID?

    /// - Throws: ``Malformed`` when the text has not three or four parts or its chat is none.
    package init(_ text: String) throws(Malformed) {
        // By bytes: finding characters costs more than all else here, and an underscore is one byte.
        var rest: Substring.UTF8View? = text.utf8[...]
        guard text.utf8.count <= 256, let direction = rest.nextPart(), let chat = rest.nextPart(),
            let bare = rest.nextPart(), !bare.isEmpty, direction == "true" || direction == "false"
        else { throw Malformed("message id", text) }
        let participant = rest.nextPart()
        guard rest == nil else { throw Malformed("message id", text) }
        self.text = text
        fromMe = direction == "true"
        self.chat = try ChatID(chat)
        self.bare = bare
        self.participant = participant.flatMap { try? ChatID($0) }
    }
}

extension Substring.UTF8View? {
    /// Takes what comes before the next underscore, or all; nil when the last part was taken already.
    fileprivate mutating func nextPart() -> String? {
        guard let bytes = self else { return nil }
        let end = bytes.firstIndex(of: UInt8(ascii: "_"))
        self = end.map { bytes[bytes.index(after: $0)...] }
        return String(Substring(bytes[..<(end ?? bytes.endIndex)]))
    }
}

extension ProviderMessageID: Codable {
    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        do {
            try self.init(container.decode(String.self))
        } catch let error as Malformed {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: error.description)
        }
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(text)
    }
}
