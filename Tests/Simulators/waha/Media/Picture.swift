/// A small picture, written as a real PNG without compression.
struct Picture: Sendable {
    let width: Int
    let height: Int
    /// Red, green, blue of each pixel, line by line.
    private var pixels: [UInt8]

    init(width: Int, height: Int, gray: UInt8 = 255) {
        self.width = width
        self.height = height
        pixels = Array(repeating: gray, count: width * height * 3)
    }

    /// Nothing happens outside the picture.
    mutating func paint(x: Int, y: Int, _ color: (red: UInt8, green: UInt8, blue: UInt8)) {
        guard (0..<width).contains(x), (0..<height).contains(y) else { return }
        let place = (y * width + x) * 3
        pixels[place] = color.red
        pixels[place + 1] = color.green
        pixels[place + 2] = color.blue
    }

    /// - Source: PNG specification, third edition.
    var png: [UInt8] {
        var out: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
        let header = Self.bigEndian(width) + Self.bigEndian(height) + [8, 2, 0, 0, 0]
        Self.append("IHDR", header, to: &out)
        Self.append("IDAT", Self.stored(lines), to: &out)
        Self.append("IEND", [], to: &out)
        return out
    }

    /// Each line after its filter byte, 0 for none.
    private var lines: [UInt8] {
        var lines: [UInt8] = []
        lines.reserveCapacity(height * (width * 3 + 1))
        for y in 0..<height {
            lines.append(0)
            lines += pixels[(y * width * 3)..<((y + 1) * width * 3)]
        }
        return lines
    }

    /// A zlib stream of stored blocks, each up to 65 535 bytes.
    private static func stored(_ bytes: [UInt8]) -> [UInt8] {
        var out: [UInt8] = [0x78, 0x01]
        var start = 0
        repeat {
            let end = min(start + 65_535, bytes.count)
            let length = UInt16(end - start)
            out.append(end == bytes.count ? 1 : 0)
            out += [UInt8(length & 255), UInt8(length >> 8), UInt8(~length & 255), UInt8(~length >> 8)]
            out += bytes[start..<end]
            start = end
        } while start < bytes.count
        return out + bigEndian(Int(adler(bytes)))
    }

    private static func append(_ type: String, _ data: [UInt8], to out: inout [UInt8]) {
        let body = Array(type.utf8) + data
        out += bigEndian(data.count) + body + bigEndian(Int(checksum(body)))
    }

    private static func bigEndian(_ number: Int) -> [UInt8] {
        [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: number >> $0) }
    }

    private static func adler(_ bytes: [UInt8]) -> UInt32 {
        var low: UInt32 = 1
        var high: UInt32 = 0
        for byte in bytes {
            low = (low + UInt32(byte)) % 65_521
            high = (high + low) % 65_521
        }
        return high << 16 | low
    }

    private static let table: [UInt32] = (0..<256).map { index in
        (0..<8).reduce(UInt32(index)) { value, _ in value & 1 == 1 ? 0xEDB8_8320 ^ (value >> 1) : value >> 1 }
    }

    private static func checksum(_ bytes: [UInt8]) -> UInt32 {
        ~bytes.reduce(UInt32.max) { table[Int(($0 ^ UInt32($1)) & 255)] ^ ($0 >> 8) }
    }
}
