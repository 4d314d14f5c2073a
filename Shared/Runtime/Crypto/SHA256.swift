import CSodium

/// The SHA-256 of bytes that come one piece after the other.
package struct SHA256: Sendable {
    private var state = crypto_hash_sha256_state()

    package init() {
        _ = Sodium.isReady
        crypto_hash_sha256_init(&state)
    }

    package mutating func update(_ bytes: [UInt8]) {
        crypto_hash_sha256_update(&state, bytes, UInt64(bytes.count))
    }

    /// The hash of all bytes so far, 32 bytes. More may follow.
    package func digest() -> [UInt8] {
        var copy = state
        var digest = [UInt8](repeating: 0, count: Int(crypto_hash_sha256_BYTES))
        crypto_hash_sha256_final(&copy, &digest)
        return digest
    }

    /// 64 lower-case hexadecimal digits.
    package func hex() -> String { Hex.encode(digest()) }

    /// 64 lower-case hexadecimal digits.
    package static func hex(of bytes: [UInt8]) -> String {
        var hash = SHA256()
        hash.update(bytes)
        return hash.hex()
    }

    /// Of the text's UTF-8: 64 lower-case hexadecimal digits.
    package static func hex(of text: String) -> String {
        hex(of: Array(text.utf8))
    }
}
