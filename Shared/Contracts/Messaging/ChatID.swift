/// The address of a WhatsApp chat: `60123456789@c.us`, `987654321@lid`, `120363000000000000@g.us`.
///
/// The engines' own forms are folded on the way in: `@s.whatsapp.net` becomes `@c.us`, a device (`:12`) is dropped.
/// - Source: WAHA documentation, chat ids.
package struct ChatID: Hashable, Sendable {
    package enum Kind: String, Codable, Sendable {
        /// A person by phone number.
        case phone
        /// A person by hidden id; its digits say nothing about the phone.
        case lid
        case group
        /// A channel of WhatsApp's own kind.
        case newsletter
        /// Stories and broadcast lists.
        case broadcast
    }

    package let text: String
    package let kind: Kind

    /// - Throws: ``Malformed`` when the text is no chat address of at most 128 bytes.
    package init(_ text: String) throws(Malformed) {
        guard text.utf8.count <= 128, let at = text.lastIndex(of: "@"), at != text.startIndex else {
            throw Malformed("chat id", text)
        }
        let user = text[..<at].prefix { $0 != ":" }
        let server = text[text.index(after: at)...]
        guard let kind = Self.kinds[String(server)], user.utf8.allSatisfy(Self.isUserByte) else {
            throw Malformed("chat id", text)
        }
        self.kind = kind
        self.text = kind == .phone ? "\(user)@c.us" : "\(user)@\(server)"
    }

    /// - Parameter phoneDigits: an international number, digits only.
    package init(phoneDigits: String) {
        text = "\(phoneDigits)@c.us"
        kind = .phone
    }

    /// The part before the `@`.
    package var user: String {
        String(text.prefix { $0 != "@" })
    }

    /// The digits of the phone number, when the address has one.
    package var phoneDigits: String? {
        kind == .phone ? user : nil
    }

    private static let kinds: [String: Kind] = [
        "c.us": .phone, "s.whatsapp.net": .phone, "lid": .lid, "g.us": .group, "newsletter": .newsletter,
        "broadcast": .broadcast,
    ]

    private static func isUserByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"),
            UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "-"), UInt8(ascii: "."):
            true
        default:
            false
        }
    }
}

extension ChatID: Codable, CustomStringConvertible {
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

    package var description: String { text }
}
