import CSodium
import Runtime

/// A password, kept so that it can be checked and not read: argon2id with 19 MiB and two passes.
///
/// A hash takes some 20 ms of one core. They are made one at a time, on a thread of their own, so that many who sign
/// in at once use little memory and hold up nothing else.
/// - Source: OWASP Password Storage Cheat Sheet, argon2id.
package struct PasswordHash: Sendable, Hashable {
    private static let memory = 19 * 1024 * 1024
    private static let passes: UInt64 = 2
    private static let queue = BlockingQueue("password")

    /// As it is stored: parameters, salt and hash, in ASCII.
    package let text: String

    /// For text that was stored.
    package init(stored text: String) {
        self.text = text
    }

    /// - Throws: ``CryptoError/outOfMemory``.
    package static func make(_ password: String) async throws -> PasswordHash {
        try await queue.run {
            precondition(Sodium.isReady, "the system gives no randomness")
            var text = [CChar](repeating: 0, count: Int(crypto_pwhash_STRBYTES))
            let status = crypto_pwhash_argon2id_str(&text, password, UInt64(password.utf8.count), passes, memory)
            guard status == 0 else { throw CryptoError.outOfMemory }
            let characters = text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
            return PasswordHash(stored: String(decoding: characters, as: UTF8.self))
        }
    }

    /// False also when the stored text is no hash.
    package func matches(_ password: String) async -> Bool {
        let text = text
        let status = try? await Self.queue.run {
            crypto_pwhash_argon2id_str_verify(text, password, UInt64(password.utf8.count))
        }
        return status == 0
    }
}
