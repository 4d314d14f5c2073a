/// Rewrites what JavaScript takes and simdjson refuses. Only for bytes that were refused: it looks at each one.
enum JSONRepair {
    private static let replacement = Array(#"\ufffd"#.utf8)

    /// Integers that do not fit in 64 bits become floating-point numbers; a half of a surrogate pair becomes U+FFFD, and
    /// so does U+0000.
    static func repaired(_ bytes: [UInt8]) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count + 64)
        var position = 0
        while position < bytes.count {
            switch bytes[position] {
            case UInt8(ascii: "\""): position = string(bytes, position, &result)
            case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): position = number(bytes, position, &result)
            default:
                result.append(bytes[position])
                position += 1
            }
        }
        return result
    }

    /// Copies a number. Returns the position behind it.
    private static func number(_ bytes: [UInt8], _ start: Int, _ result: inout [UInt8]) -> Int {
        let end = bytes[start...].firstIndex { !isPartOfNumber($0) } ?? bytes.count
        result += bytes[start..<end]
        let digits = bytes[start..<end].drop { $0 == UInt8(ascii: "-") }
        let fits = digits.count < 19 || Int64(String(decoding: bytes[start..<end], as: UTF8.self)) != nil
        if !fits, digits.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }) {
            result += Array("e0".utf8)
        }
        return end
    }

    private static func isPartOfNumber(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "+"), UInt8(ascii: "."),
            UInt8(ascii: "e"), UInt8(ascii: "E"):
            true
        default: false
        }
    }

    /// Copies a string. Returns the position behind its closing quote.
    private static func string(_ bytes: [UInt8], _ start: Int, _ result: inout [UInt8]) -> Int {
        result.append(bytes[start])
        var position = start + 1
        while position < bytes.count, bytes[position] != UInt8(ascii: "\"") {
            guard bytes[position] == UInt8(ascii: "\\") else {
                result.append(bytes[position])
                position += 1
                continue
            }
            position = escape(bytes, position, &result)
        }
        if position < bytes.count { result.append(bytes[position]) }
        return position + 1
    }

    /// Copies an escape, both halves of a pair at once. Returns the position behind it.
    private static func escape(_ bytes: [UInt8], _ start: Int, _ result: inout [UInt8]) -> Int {
        guard let unit = unit(bytes, start) else {
            let end = min(start + 2, bytes.count)
            result += bytes[start..<end]
            return end
        }
        switch unit {
        case 0xd800...0xdbff:
            if let low = self.unit(bytes, start + 6), (0xdc00...0xdfff).contains(low) {
                result += bytes[start..<start + 12]
                return start + 12
            }
            result += replacement
        case 0, 0xdc00...0xdfff: result += replacement
        default: result += bytes[start..<start + 6]
        }
        return start + 6
    }

    /// The value of `\uXXXX` at the position; nil when something else is there.
    private static func unit(_ bytes: [UInt8], _ start: Int) -> UInt16? {
        guard start + 6 <= bytes.count, bytes[start] == UInt8(ascii: "\\"), bytes[start + 1] == UInt8(ascii: "u") else {
            return nil
        }
        return UInt16(String(decoding: bytes[start + 2..<start + 6], as: UTF8.self), radix: 16)
    }
}
