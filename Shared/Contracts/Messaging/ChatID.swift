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
        guard let form = Form(text.utf8.span) else { throw Malformed("chat id", text) }
        kind = form.kind
        // Most come in our form already and are kept as they are.
        self.text = form.isOurs ? text : "\(text.prefix(form.userLength))@\(form.kind.server)"
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

}

/// What the bytes of an address tell; looked at in place, as some come with each message.
private struct Form {
    let kind: ChatID.Kind
    /// Without a device, in bytes, each of which is a character.
    let userLength: Int
    /// Whether it stands there as we write it.
    let isOurs: Bool

    init?(_ bytes: borrowing Span<UInt8>) {
        var at = bytes.count - 1
        while at > 0, bytes[at] != UInt8(ascii: "@") { at -= 1 }
        guard bytes.count <= 128, at > 0, let kind = ChatID.Kind(server: bytes.extracting((at + 1)...)) else {
            return nil
        }
        var length = 0
        while length < at, bytes[length] != UInt8(ascii: ":") {
            guard Self.isUserByte(bytes[length]) else { return nil }
            length += 1
        }
        self.kind = kind
        userLength = length
        isOurs = length == at && bytes.count - at - 1 == kind.server.utf8.count
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
    /// As we write it.
    fileprivate var server: String {
        switch self {
        case .phone: "c.us"
        case .lid: "lid"
        case .group: "g.us"
        case .newsletter: "newsletter"
        case .broadcast: "broadcast"
        }
    }

    fileprivate init?(server: borrowing Span<UInt8>) {
        if server.spells("c.us") || server.spells("s.whatsapp.net") {
            self = .phone
        } else if server.spells("lid") {
            self = .lid
        } else if server.spells("g.us") {
            self = .group
        } else if server.spells("newsletter") {
            self = .newsletter
        } else if server.spells("broadcast") {
            self = .broadcast
        } else {
            return nil
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

extension Span<UInt8> {
    func spells(_ word: String) -> Bool {
        let letters = word.utf8.span
        guard count == letters.count else { return false }
        for index in indices where self[index] != letters[index] { return false }
        return true
    }
}
