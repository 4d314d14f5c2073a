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
        var largest: UInt8 = 0
        let bytes = [UInt8](unsafeUninitializedCapacity: digits.count / 2) { bytes, count in
            for index in bytes.indices {
                let high = value(of: digits[unchecked: 2 * index])
                let low = value(of: digits[unchecked: 2 * index + 1])
                largest = max(largest, high, low)
                bytes[index] = high << 4 | low
            }
            count = bytes.count
        }
        return largest < 16 ? bytes : nil
    }

    private static func digit(_ value: UInt8) -> UInt8 {
        value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "a") + value - 10
    }

    /// 16 or more for what is no digit. Without a branch that depends on the digit, which the processor would guess
    /// wrong every other time.
    private static func value(of digit: UInt8) -> UInt8 {
        let number = digit &- UInt8(ascii: "0")
        let letter = (digit | 0x20) &- UInt8(ascii: "a")  // of either case
        return number < 10 ? number : letter < 6 ? letter + 10 : .max
    }
}
