/// One outbox, from its first row on: made with the store, so that a service that starts over with an empty store is not
/// taken for the one whose sequences its consumers have already passed.
struct Origin: Hashable, Sendable {
    let value: UInt32

    /// A new one, at random.
    init() {
        value = .random(in: 1...UInt32.max)
    }

    init(_ value: UInt32) {
        self.value = value
    }

    /// - Returns: nil unless the text is a hexadecimal number of 32 bits.
    init?(_ text: String) {
        guard let value = UInt32(text, radix: 16) else { return nil }
        self.value = value
    }

    /// 8 hexadecimal digits.
    var text: String { hexadecimal(UInt64(value), digits: 8) }
}
