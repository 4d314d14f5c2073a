package import Contracts

/// A phone number of the world in E.164: `+60123456789`. One string in JSON.
///
/// The three initializers agree: a number has one form, however it came. Only where WhatsApp itself uses two (ruling 3)
/// may two values be one line; ``equivalents`` knows them.
package struct PhoneNumber: Hashable, Sendable, CustomStringConvertible {
    package let e164: String

    /// A number in E.164; its digits are taken at their word, no numbering plan is asked. Below 1 µs.
    /// - Throws: ``Malformed`` unless it is a plus, and 7 to 15 digits of which the first is not 0.
    package init(_ text: String) throws(Malformed) {
        guard text.utf8.first == UInt8(ascii: "+"), let canonical = Self.canonical(text.utf8.dropFirst()) else {
            throw Malformed("phone number", text)
        }
        e164 = "+" + canonical
    }

    /// The digits of a WhatsApp address, `60123456789` of `60123456789@c.us`: always international. Below 1 µs.
    /// - Throws: ``Malformed`` unless they are 7 to 15 digits of which the first is not 0.
    package init(chatDigits digits: String) throws(Malformed) {
        guard let canonical = Self.canonical(digits.utf8[...]) else { throw Malformed("phone number", digits) }
        e164 = "+" + canonical
    }

    /// E.164 without the plus, as WhatsApp's addresses have it.
    package var digits: String { String(e164.dropFirst()) }

    package var description: String { e164 }

    private static func canonical(_ digits: Substring.UTF8View.SubSequence) -> String? {
        guard (7...15).contains(digits.count), digits.first != UInt8(ascii: "0"),
            digits.allSatisfy({ (48...57).contains($0) })
        else { return nil }
        let text = String(Substring(digits))
        return NumberQuirk.of(text)?.canonical(text) ?? text
    }
}

extension PhoneNumber: Codable {
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
        try container.encode(e164)
    }
}
