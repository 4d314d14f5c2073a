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
        let parts = text.utf8.split(separator: UInt8(ascii: "_"), maxSplits: 4, omittingEmptySubsequences: false)
            .map(Substring.init)
        guard text.utf8.count <= 256, parts.count == 3 || parts.count == 4, !parts[2].isEmpty else {
            throw Malformed("message id", text)
        }
        guard parts[0] == "true" || parts[0] == "false" else { throw Malformed("message id", text) }
        self.text = text
        fromMe = parts[0] == "true"
        chat = try ChatID(String(parts[1]))
        bare = String(parts[2])
        participant = parts.count == 4 ? try? ChatID(String(parts[3])) : nil
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
