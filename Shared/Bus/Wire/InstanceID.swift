/// One run of one process: a restarted process is another instance. 12 lower-case hexadecimal digits.
package struct InstanceID: Hashable, Comparable, Sendable, CustomStringConvertible {
    package let text: String

    /// A new one, at random.
    package init() {
        text = hexadecimal(UInt64.random(in: 0..<1 << 48), digits: 12)
    }

    /// - Returns: nil unless the text is 12 lower-case hexadecimal digits.
    init?(_ text: String) {
        guard text.utf8.count == 12, text.utf8.allSatisfy({ (48...57).contains($0) || (97...102).contains($0) }) else {
            return nil
        }
        self.text = text
    }

    package var description: String { text }

    package static func < (left: InstanceID, right: InstanceID) -> Bool { left.text < right.text }
}

extension InstanceID: Codable {
    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        guard let id = InstanceID(try container.decode(String.self)) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "not an instance id")
        }
        self = id
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(text)
    }
}

/// The lowest digits of a number, with zeros in front.
func hexadecimal(_ value: UInt64, digits: Int) -> String {
    let text = String(value, radix: 16)
    return String(repeating: "0", count: max(0, digits - text.utf8.count)) + text.suffix(digits)
}
