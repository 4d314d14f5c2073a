/// WhatsApp's id of a message in WAHA's form: `true_60123456789@c.us_3EB0CC` and, in groups, `_participant` behind it.
///
/// The same message can come under two chat addresses, so it is known by its bare id and direction, per channel.
/// - Source: WAHA documentation, message ids.
package struct ProviderMessageID: Hashable, Sendable {
    /// As first seen.
    package let text: String
    package let chat: ChatID
    private let parts: Parts

    /// - Parameter known: a chat that was read already; most messages are in the one that their id names.
    /// - Throws: ``Malformed`` when the text has not three or four parts or its chat is none.
    package init(_ text: String, in known: ChatID? = nil) throws(Malformed) {
        guard let parts = Parts(text.utf8.span) else { throw Malformed("message id", text) }
        self.text = text
        self.parts = parts
        if let known, text.utf8.span.extracting(parts.chat).spells(known.text) {
            chat = known
        } else {
            chat = try ChatID(text.part(parts.chat))
        }
    }

    package var fromMe: Bool { parts.fromMe }
    /// Case-sensitive, unique per sender and not globally.
    package var bare: String { text.part(parts.bare) }
    package var participant: ChatID? { parts.participant.flatMap { try? ChatID(text.part($0)) } }
}

/// Where the parts of an id are, by bytes: finding characters costs more, and an underscore is one byte.
private struct Parts: Hashable {
    let fromMe: Bool
    private let chatEnd: UInt16
    private let bareEnd: UInt16
    private let end: UInt16

    init?(_ bytes: borrowing Span<UInt8>) {
        guard bytes.count <= 256, let first = bytes.underscore(from: 0),
            let second = bytes.underscore(from: first + 1)
        else { return nil }
        let third = bytes.underscore(from: second + 1)
        if let third, bytes.underscore(from: third + 1) != nil { return nil }
        fromMe = bytes.extracting(..<first).spells("true")
        chatEnd = UInt16(second)
        bareEnd = UInt16(third ?? bytes.count)
        end = UInt16(bytes.count)
        guard fromMe || bytes.extracting(..<first).spells("false"), bareEnd > chatEnd + 1 else { return nil }
    }

    var chat: Range<Int> { (fromMe ? 5 : 6)..<Int(chatEnd) }
    var bare: Range<Int> { Int(chatEnd) + 1..<Int(bareEnd) }
    var participant: Range<Int>? { bareEnd < end ? Int(bareEnd) + 1..<Int(end) : nil }
}

extension Span<UInt8> {
    fileprivate func underscore(from start: Int) -> Int? {
        for index in start..<count where self[index] == UInt8(ascii: "_") { return index }
        return nil
    }
}

extension String {
    /// - Parameter bytes: whole characters.
    fileprivate func part(_ bytes: Range<Int>) -> String {
        let start = utf8.index(utf8.startIndex, offsetBy: bytes.lowerBound)
        return String(Substring(utf8[start..<utf8.index(start, offsetBy: bytes.count)]))
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
