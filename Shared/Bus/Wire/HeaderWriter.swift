/// Writes a header: fields of UTF-8 text, a tab between each two.
struct HeaderWriter {
    private(set) var bytes: [UInt8] = []

    /// Begins with the next field: for a part of a header.
    /// - Parameter capacity: bytes that will be needed, with what comes behind.
    init(reserving capacity: Int) {
        bytes.reserveCapacity(capacity)
    }

    /// Begins with the version and the kind.
    init(_ kind: MessageKind) {
        bytes.reserveCapacity(224)
        bytes.append(contentsOf: Self.version)
        field(kind.rawValue)
    }

    static let version: [UInt8] = [UInt8(ascii: "1")]

    /// A control character, which none of our ids and names has, becomes a space.
    mutating func field(_ text: String) {
        separate()
        var text = text
        text.withUTF8 { utf8 in
            bytes.append(contentsOf: utf8)
            guard utf8.contains(where: { $0 < 0x20 }) else { return }
            for index in bytes.count - utf8.count..<bytes.count where bytes[index] < 0x20 { bytes[index] = 0x20 }
        }
    }

    mutating func field(_ number: Int64) {
        separate()
        Self.append(number, to: &bytes)
    }

    /// Appends a number alone.
    static func append(_ number: Int64, to bytes: inout [UInt8]) {
        guard number > 0 else { return bytes.append(contentsOf: String(number).utf8) }
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 19) { digits in
            var (rest, first) = (number, digits.endIndex)
            while rest > 0 {
                first -= 1
                digits[first] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10)
                rest /= 10
            }
            bytes.append(contentsOf: UnsafeBufferPointer(rebasing: digits[first...]))
        }
    }

    private mutating func separate() {
        if !bytes.isEmpty { bytes.append(HeaderReader.separator) }
    }
}

/// The second field of a header.
enum MessageKind: String, CaseIterable {
    case event, replayed, request, reply, beat, broadcast
}
