/// One of 64 lanes: events and requests with one key share a lane and keep their order; lanes are what instances of a
/// service divide among themselves.
package struct Lane: Hashable, Comparable, Sendable {
    package static let count = 64

    /// 0 to 63.
    package let number: Int

    /// - Returns: nil unless the number is 0 to 63.
    package init?(_ number: Int) {
        guard (0..<Self.count).contains(number) else { return nil }
        self.number = number
    }

    /// The lane of a key: FNV-1a (64 bits) of its UTF-8 bytes, both halves joined with XOR, modulo 64.
    package init(key: String) {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        key.utf8.span.withUnsafeBufferPointer { key in
            for byte in key { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01b3 }
        }
        number = Int((hash ^ hash >> 32) % UInt64(Self.count))
    }

    /// All 64, in order.
    package static let all = (0..<count).compactMap(Lane.init)

    /// Two digits, as topics show it: `07`.
    var text: String { number < 10 ? "0\(number)" : "\(number)" }

    package static func < (left: Lane, right: Lane) -> Bool { left.number < right.number }
}
