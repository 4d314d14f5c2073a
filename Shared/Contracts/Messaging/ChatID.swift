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
        let bytes = text.utf8
        guard bytes.count <= 128, let at = bytes.lastIndex(of: UInt8(ascii: "@")), at != bytes.startIndex else {
            throw Malformed("chat id", text)
        }
        let user = bytes[..<at].prefix { $0 != UInt8(ascii: ":") }
        let server = String(text[bytes.index(after: at)...])
        guard let kind = Kind(server: server), user.allSatisfy(Self.isUserByte) else {
            throw Malformed("chat id", text)
        }
        self.kind = kind
        let ourServer = kind == .phone ? "c.us" : server
        // Most come in our form already and are kept as they are.
        self.text = user.endIndex == at && server == ourServer ? text : "\(Substring(user))@\(ourServer)"
    }

    /// - Parameter phoneDigits: an international number, digits only.
    package init(phoneDigits: String) {
        text = "\(phoneDigits)@c.us"
        kind = .phone
    }

    /// The part before the `@`.
    package var user: String {
        String(Substring(text.utf8.prefix { $0 != UInt8(ascii: "@") }))
    }

    /// The digits of the phone number, when the address has one.
    package var phoneDigits: String? {
        kind == .phone ? user : nil
    }

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

extension ChatID.Kind {
    fileprivate init?(server: String) {
        switch server {
        case "c.us", "s.whatsapp.net": self = .phone
        case "lid": self = .lid
        case "g.us": self = .group
        case "newsletter": self = .newsletter
        case "broadcast": self = .broadcast
        default: return nil
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
