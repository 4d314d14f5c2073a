/// Writing: compact, UTF-8, what is not ASCII left as it is; what `JSON.stringify` would write.
extension Body {
    var bytes: [UInt8] {
        var out: [UInt8] = []
        out.reserveCapacity(1_500)
        write(to: &out)
        return out
    }

    private func write(to out: inout [UInt8]) {
        switch self {
        case .null, .absent: out += "null".utf8
        case .bool(let flag): out += (flag ? "true" : "false").utf8
        case .integer(let number): out += String(number).utf8
        case .number(let number): Self.write(number, to: &out)
        case .text(let text): Self.write(text, to: &out)
        case .list(let items): Self.write(items, to: &out)
        case .object(let members): Self.write(members, to: &out)
        }
    }

    private static func write(_ number: Double, to out: inout [UInt8]) {
        if let whole = Int64(exactly: number) {
            out += String(whole).utf8
        } else {
            out += (number.isFinite ? String(number) : "null").utf8
        }
    }

    private static func write(_ items: [Body], to out: inout [UInt8]) {
        out.append(UInt8(ascii: "["))
        for (place, item) in items.enumerated() {
            if place > 0 { out.append(UInt8(ascii: ",")) }
            item.write(to: &out)
        }
        out.append(UInt8(ascii: "]"))
    }

    private static func write(_ members: [Member], to out: inout [UInt8]) {
        out.append(UInt8(ascii: "{"))
        var isFirst = true
        for member in members {
            if case .absent = member.value { continue }
            if !isFirst { out.append(UInt8(ascii: ",")) }
            isFirst = false
            write(member.key, to: &out)
            out.append(UInt8(ascii: ":"))
            member.value.write(to: &out)
        }
        out.append(UInt8(ascii: "}"))
    }

    private static let hex = Array("0123456789abcdef".utf8)

    private static func write(_ text: String, to out: inout [UInt8]) {
        out.append(UInt8(ascii: "\""))
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"):
                out.append(UInt8(ascii: "\\"))
                out.append(byte)
            case 0x0A: out += [UInt8(ascii: "\\"), UInt8(ascii: "n")]
            case 0x0D: out += [UInt8(ascii: "\\"), UInt8(ascii: "r")]
            case 0x09: out += [UInt8(ascii: "\\"), UInt8(ascii: "t")]
            case 0..<0x20: out += "\\u00".utf8 + [hex[Int(byte >> 4)], hex[Int(byte & 15)]]
            default: out.append(byte)
            }
        }
        out.append(UInt8(ascii: "\""))
    }
}
