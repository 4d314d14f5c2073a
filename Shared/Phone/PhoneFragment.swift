import CPhoneNumber

/// A piece of a phone number, as typed into a search field.
package struct PhoneFragment: Hashable, Sendable {
    /// What to look for inside a number's ``PhoneNumber/digits``: any of these. Empty when nothing was typed that can be
    /// part of a number.
    package let needles: [String]

    /// - Parameters:
    ///   - text: `012-345`, `+60 12`, `6789`; at least 3 digits and nothing but digits and separators.
    ///   - country: where it was typed, ISO 3166: `MY`.
    package init(_ text: String, country: String) {
        var digits = ""
        for character in text {
            if let digit = character.wholeNumberValue, (0...9).contains(digit), character.isNumber {
                digits += String(digit)
            } else if !character.isWhitespace, !"+-–./()".contains(character) {
                needles = []
                return
            }
        }
        needles = digits.count < 3 ? [] : Self.needles(digits, country: country)
    }

    private static func needles(_ digits: String, country: String) -> [String] {
        if digits.hasPrefix("00") { return [String(digits.dropFirst(2))].filter { !$0.isEmpty } }
        let prefix = trunkPrefix(country)
        guard !prefix.isEmpty, digits.hasPrefix(prefix), case let code = cphone_calling_code(country), code > 0 else {
            return [digits]
        }
        return [digits, "\(code)\(digits.dropFirst(prefix.count))"]
    }

    private static func trunkPrefix(_ country: String) -> String {
        var buffer = [CChar](repeating: 0, count: 8)
        let count = cphone_trunk_prefix(country, &buffer, buffer.count)
        return String(decoding: buffer.prefix(count).map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}
