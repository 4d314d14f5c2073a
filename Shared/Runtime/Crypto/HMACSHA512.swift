import CSodium

/// A message code under one key: HMAC with SHA-512.
///
/// The key is hashed once, here, and not for every message.
package struct HMACSHA512: Sendable {
    private let keyed: crypto_auth_hmacsha512_state

    /// - Parameter key: of any length, used as it is.
    package init(key: [UInt8]) {
        _ = Sodium.isReady
        var state = crypto_auth_hmacsha512_state()
        crypto_auth_hmacsha512_init(&state, key, key.count)
        keyed = state
    }

    /// The key is the text's UTF-8.
    package init(key: String) {
        self.init(key: Array(key.utf8))
    }

    /// 64 bytes.
    package func code(of message: [UInt8]) -> [UInt8] {
        var state = keyed
        var code = [UInt8](repeating: 0, count: Int(crypto_auth_hmacsha512_BYTES))
        crypto_auth_hmacsha512_update(&state, message, UInt64(message.count))
        crypto_auth_hmacsha512_final(&state, &code)
        return code
    }

    /// 128 lower-case hexadecimal digits.
    package func hex(of message: [UInt8]) -> String {
        Hex.encode(code(of: message))
    }

    /// Whether this is the message's code: hexadecimal, of either case. Takes the same time for any wrong code.
    package func isValid(_ hex: String, for message: [UInt8]) -> Bool {
        guard let claimed = Hex.decode(hex), claimed.count == Int(crypto_auth_hmacsha512_BYTES) else { return false }
        return ConstantTime.equal(claimed, code(of: message))
    }
}
