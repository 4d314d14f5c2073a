import CSodium

/// Bytes as base64, read strictly.
/// - Source: RFC 4648, §4 and §5.
package enum Base64 {
    package enum Alphabet: Sendable {
        /// `+` and `/`, filled up with `=`.
        case standard
        /// `-` and `_`, not filled up.
        case urlWithoutPadding

        fileprivate var variant: Int32 {
            switch self {
            case .standard: sodium_base64_VARIANT_ORIGINAL
            case .urlWithoutPadding: sodium_base64_VARIANT_URLSAFE_NO_PADDING
            }
        }
    }

    package static func encode(_ bytes: [UInt8], _ alphabet: Alphabet = .standard) -> String {
        let room = sodium_base64_encoded_len(bytes.count, alphabet.variant)
        var text = [CChar](repeating: 0, count: room)
        sodium_bin2base64(&text, room, bytes, bytes.count, alphabet.variant)
        return String(decoding: text.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    /// Nil for anything that ``encode(_:_:)`` would not have written: other characters, line breaks, wrong filling,
    /// left-over bits.
    package static func decode(_ text: String, _ alphabet: Alphabet = .standard) -> [UInt8]? {
        var text = text
        return text.withUTF8 { characters in
            var bytes = [UInt8](repeating: 0, count: characters.count / 4 * 3 + 3)
            var count = 0
            let status = characters.withMemoryRebound(to: CChar.self) { characters in
                sodium_base642bin(
                    &bytes,
                    bytes.count,
                    characters.baseAddress,
                    characters.count,
                    nil,
                    &count,
                    nil,
                    alphabet.variant
                )
            }
            guard status == 0 else { return characters.isEmpty ? [] : nil }
            bytes.removeLast(bytes.count - count)
            return bytes
        }
    }
}
