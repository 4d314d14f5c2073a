/// Bytes as hexadecimal digits.
package enum Hex {
    /// Two lower-case digits per byte.
    package static func encode(_ bytes: some Collection<UInt8>) -> String {
        String(unsafeUninitializedCapacity: bytes.count * 2) { digits in
            var position = 0
            for byte in bytes {
                digits[position] = digit(byte >> 4)
                digits[position + 1] = digit(byte & 0xf)
                position += 2
            }
            return position
        }
    }

    /// Digits of either case; nil when there is anything else, or half a byte.
    package static func decode(_ text: String) -> [UInt8]? {
        let digits = text.utf8.span
        guard digits.count.isMultiple(of: 2) else { return nil }
        var bytes = [UInt8](repeating: 0, count: digits.count / 2)
        for index in bytes.indices {
            guard let high = value(of: digits[2 * index]), let low = value(of: digits[2 * index + 1]) else {
                return nil
            }
            bytes[index] = high << 4 | low
        }
        return bytes
    }

    private static func digit(_ value: UInt8) -> UInt8 {
        value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "a") + value - 10
    }

    /// Without a branch that depends on the digit, which the processor would guess wrong every other time.
    private static func value(of digit: UInt8) -> UInt8? {
        let number = digit &- UInt8(ascii: "0")
        let letter = (digit | 0x20) &- UInt8(ascii: "a")  // of either case
        guard (number < 10) != (letter < 6) else { return nil }
        return number < 10 ? number : letter &+ 10
    }
}
