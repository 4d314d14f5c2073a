/// A voice note of silence: Ogg pages with Opus packets.
/// - Source: RFC 3533 (Ogg), RFC 7845 (Ogg Opus).
enum Voice {
    /// One packet of 20 ms: CELT, full band, mono, silent.
    private static let packet: [UInt8] = [0xF8, 0xFF, 0xFE]
    private static let packetsPerSecond = 50
    private static let samplesPerPacket = 960

    /// - Parameter seconds: 1 to 5, so that one page holds all packets.
    static func silence(seconds: Int) -> [UInt8] {
        let count = min(max(seconds, 1), 5) * packetsPerSecond
        let head = Array("OpusHead".utf8) + [1, 1, 0x38, 0x01, 0x80, 0xBB, 0, 0, 0, 0, 0]
        let vendor = Array("simulator".utf8)
        let tags = Array("OpusTags".utf8) + littleEndian(vendor.count, bytes: 4) + vendor + [0, 0, 0, 0]
        return page(0, flags: 2, position: 0, [head])
            + page(1, flags: 0, position: 0, [tags])
            + page(2, flags: 4, position: count * samplesPerPacket, Array(repeating: packet, count: count))
    }

    private static func page(_ number: Int, flags: UInt8, position: Int, _ packets: [[UInt8]]) -> [UInt8] {
        var page = Array("OggS".utf8) + [0, flags]
        page += littleEndian(position, bytes: 8) + littleEndian(1, bytes: 4) + littleEndian(number, bytes: 4)
        let checksumPlace = page.count
        page += [0, 0, 0, 0, UInt8(packets.count)] + packets.map { UInt8($0.count) } + packets.flatMap { $0 }
        page.replaceSubrange(checksumPlace..<(checksumPlace + 4), with: littleEndian(Int(checksum(page)), bytes: 4))
        return page
    }

    private static func littleEndian(_ number: Int, bytes: Int) -> [UInt8] {
        (0..<bytes).map { UInt8(truncatingIfNeeded: number >> ($0 * 8)) }
    }

    private static let table: [UInt32] = (0..<256).map { index in
        (0..<8).reduce(UInt32(index) << 24) { value, _ in
            value & 0x8000_0000 == 0 ? value << 1 : (value << 1) ^ 0x04C1_1DB7
        }
    }

    private static func checksum(_ bytes: [UInt8]) -> UInt32 {
        bytes.reduce(0) { ($0 << 8) ^ table[Int(UInt8($0 >> 24) ^ $1)] }
    }
}
