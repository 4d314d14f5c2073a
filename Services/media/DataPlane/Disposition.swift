/// How a browser is to treat a file: shown when that is safe, else saved, under its own name.
/// - Source: RFC 6266, RFC 8187.
struct Disposition: Hashable, Sendable {
    let text: String

    init(type: String, filename: String?) {
        let kind = Self.isShown(type) ? "inline" : "attachment"
        text = filename.map { "\(kind); filename*=UTF-8''\(Self.escaped($0))" } ?? kind
    }

    private static func isShown(_ type: String) -> Bool {
        guard !type.hasPrefix("image/svg") else { return false }
        return ["image/", "audio/", "video/"].contains(where: type.hasPrefix) || type == "application/pdf"
    }

    private static func escaped(_ name: String) -> String {
        let digits = Array("0123456789ABCDEF".utf8)
        var bytes: [UInt8] = []
        for byte in name.utf8 {
            if isPlain(byte) {
                bytes.append(byte)
            } else {
                bytes += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func isPlain(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: "_"):
            true
        default: false
        }
    }
}
