/// The parts of numbers that SQLite's index of them has as words. An index is kept by what it was given: another form of
/// them needs a migration.
package enum DigitParts {
    /// How many digits a part has.
    package static let length = 6

    /// Each part of the digits that stand together in a text, with a blank behind it: `123456 234567 ` of `1234567`.
    package static func list(_ text: UnsafeBufferPointer<UInt8>) -> [UInt8] {
        var (parts, digits) = ([UInt8](), 0)
        for place in text.indices {
            digits = unsafe isDigit(text[place]) ? digits + 1 : 0
            guard digits >= length else { continue }
            unsafe parts += text[(place - length + 1)...place]
            parts.append(UInt8(ascii: " "))
        }
        return parts
    }

    /// The last part of a text that has nothing but digits; nil when it has fewer, or anything else.
    package static func last(of text: String) -> String? {
        guard text.utf8.count >= length, text.utf8.allSatisfy(isDigit) else { return nil }
        return String(text.suffix(length))
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }
}
