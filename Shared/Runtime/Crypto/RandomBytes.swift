import CSodium

/// Randomness fit for keys and tokens.
package enum RandomBytes {
    /// - Parameter count: 0 or more.
    package static func make(_ count: Int) -> [UInt8] {
        precondition(Sodium.isReady, "the system gives no randomness")
        var bytes = [UInt8](repeating: 0, count: count)
        randombytes_buf(&bytes, count)
        return bytes
    }

    /// A token of 256 bits that nobody guesses: 43 characters that stand in URLs and headers as they are.
    package static func token() -> String {
        Base64.encode(make(32), .urlWithoutPadding)
    }
}
