/// U+0000 in what callers send. Nobody types it, and not every store keeps it: it is refused at the edge.
enum NULCharacter {
    static let message = "has a NUL character, which no text may have"

    /// Whether a string in this JSON has one: an escape `\u0000` whose backslash is not itself escaped.
    static func isIn(json bytes: [UInt8]) -> Bool {
        let zeros = UInt8(ascii: "0")
        var place = bytes.startIndex
        while let backslash = bytes[place...].firstIndex(of: UInt8(ascii: "\\")) {
            let escape = bytes[backslash...].prefix(6)
            if escape.count == 6, escape[backslash + 1] == UInt8(ascii: "u"),
                escape.suffix(4).allSatisfy({ $0 == zeros })
            {
                return true
            }
            place = min(backslash + 2, bytes.endIndex)  // past what is escaped, a backslash included
        }
        return false
    }
}
