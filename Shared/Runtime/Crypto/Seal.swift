import CSodium

/// Keeps secrets in a store: what is sealed can be neither read nor changed nor moved elsewhere without the key.
///
/// XChaCha20-Poly1305; a sealed value is 24 bytes of nonce and then 16 bytes longer than the plain one.
package struct Seal: Sendable {
    private let key: [UInt8]

    /// - Parameter key: 32 bytes, such as ``ClusterKey/derive(_:)`` makes.
    package init(key: [UInt8]) {
        precondition(key.count == Int(crypto_aead_xchacha20poly1305_ietf_KEYBYTES), "a sealing key has 32 bytes")
        self.key = key
    }

    /// - Parameter purpose: what the value is and whose: it must be named again to open it.
    package func seal(_ plain: [UInt8], for purpose: String) -> [UInt8] {
        let nonce = RandomBytes.make(Int(crypto_aead_xchacha20poly1305_ietf_NPUBBYTES))
        var sealed = [UInt8](repeating: 0, count: plain.count + Int(crypto_aead_xchacha20poly1305_ietf_ABYTES))
        let purpose = Array(purpose.utf8)
        crypto_aead_xchacha20poly1305_ietf_encrypt(
            &sealed,
            nil,
            plain,
            UInt64(plain.count),
            purpose,
            UInt64(purpose.count),
            nil,
            nonce,
            key
        )
        return nonce + sealed
    }

    /// - Throws: ``CryptoError/notGenuine``.
    package func open(_ sealed: [UInt8], for purpose: String) throws(CryptoError) -> [UInt8] {
        let nonce = Int(crypto_aead_xchacha20poly1305_ietf_NPUBBYTES)
        let code = Int(crypto_aead_xchacha20poly1305_ietf_ABYTES)
        guard sealed.count >= nonce + code else { throw .notGenuine }
        let body = Array(sealed[nonce...])
        let purpose = Array(purpose.utf8)
        var plain = [UInt8](repeating: 0, count: body.count - code)
        let status = crypto_aead_xchacha20poly1305_ietf_decrypt(
            &plain,
            nil,
            nil,
            body,
            UInt64(body.count),
            purpose,
            UInt64(purpose.count),
            sealed,  // its first bytes are the nonce
            key
        )
        guard status == 0 else { throw .notGenuine }
        return plain
    }
}
