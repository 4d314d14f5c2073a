import CPhoneNumber
package import Contracts

extension PhoneNumber {
    /// Reads a number as a person typed it: `012-345 6789`, `60123456789`, `+60 (0)12-345 6789`, `0065 9123 4567`.
    ///
    /// Without `+` or `00` it is a number of the country when it can be one, else an international one. A number of a
    /// range that the numbering plan does not know yet is taken when its length is possible. Some 40 µs; the first time
    /// 10 ms and 5 MB for the plans of all countries.
    /// - Parameter country: where it was typed, ISO 3166: `MY`.
    /// - Throws: ``Malformed`` when it cannot be a phone number.
    package init(parsing text: String, country: String) throws(Malformed) {
        guard text.utf8.count <= 64, let found = Self.read(text, country: country) else {
            throw Malformed("phone number", text)
        }
        try self.init(found)
    }

    /// Whether numbers can be read as typed there.
    /// - Parameter code: two letters of ISO 3166: `MY`.
    package static func isCountry(_ code: String) -> Bool {
        code.utf8.count == 2 && cphone_calling_code(code) != 0
    }

    private static func read(_ text: String, country: String) -> String? {
        let isInternational = text.drop(while: \.isWhitespace).first.map { "+＋".contains($0) } ?? false
        if isInternational { return parse(text, country: "")?.e164 }
        let digits = text.filter { !$0.isWhitespace && !"-–./()".contains($0) }
        if digits.hasPrefix("00") { return parse("+" + digits.dropFirst(2), country: "")?.e164 }
        let national = parse(text, country: country)
        if let national, national.isValid { return national.e164 }
        let international = digits.first == "0" ? nil : parse("+" + digits, country: "")
        if let international, international.isValid { return international.e164 }
        return national?.e164 ?? international?.e164
    }

    private static func parse(_ text: String, country: String) -> (e164: String, isValid: Bool)? {
        var text = text
        var number = cphone_number()
        guard
            text.withUTF8({ bytes in
                bytes.withMemoryRebound(to: CChar.self) { bytes in
                    bytes.baseAddress.map { cphone_parse($0, bytes.count, country, &number) } ?? false
                }
            })
        else { return nil }

        return (Self.text(number), number.is_valid)
    }
}
