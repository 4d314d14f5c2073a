import CSodium
import Glibc

/// The one secret that all services of an installation share. Every other key is derived from it by name.
package struct ClusterKey: Sendable, CustomStringConvertible {
    private static let size = 32
    private let bytes: [UInt8]

    /// - Parameter hex: 64 hexadecimal digits.
    /// - Throws: ``CryptoError/malformedKey(source:)``, naming the source and not the text.
    package init(hex: String, source: String) throws(CryptoError) {
        guard let bytes = Hex.decode(hex), bytes.count == Self.size else { throw .malformedKey(source: source) }
        self.bytes = bytes
    }

    /// Reads the key file, and makes it first when there is none: once, whoever comes first, for its owner's eyes only.
    /// - Throws: ``CryptoError/keyFile(path:reason:)``, ``CryptoError/malformedKey(source:)``.
    package init(file path: String) throws(CryptoError) {
        if let hex = try Self.read(path) {
            try self.init(hex: hex, source: path)
            return
        }
        try Self.make(path)
        try self.init(hex: Self.read(path) ?? "", source: path)
    }

    /// Says nothing of its bytes, lest they end in a log.
    package var description: String { "ClusterKey" }

    /// - Parameter name: the use; each gives another key, of 32 bytes.
    package func derive(_ name: String) -> [UInt8] {
        _ = Sodium.isReady
        var key = [UInt8](repeating: 0, count: Self.size)
        let name = Array(name.utf8)
        crypto_generichash(&key, key.count, name, UInt64(name.count), bytes, bytes.count)
        return key
    }

    /// - Parameter name: the use; each gives another pair.
    package func curveKeyPair(_ name: String = "curve") -> CurveKeyPair {
        var pair = CurveKeyPair(
            publicKey: [UInt8](repeating: 0, count: Int(crypto_box_PUBLICKEYBYTES)),
            secretKey: [UInt8](repeating: 0, count: Int(crypto_box_SECRETKEYBYTES))
        )
        crypto_box_seed_keypair(&pair.publicKey, &pair.secretKey, derive(name))
        return pair
    }

    /// Nil when there is no such file.
    private static func read(_ path: String) throws(CryptoError) -> String? {
        let file = open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else {
            if errno == ENOENT { return nil }
            throw .keyFile(path: path, reason: reason())
        }
        defer { close(file) }
        var bytes = [UInt8](repeating: 0, count: 256)
        let count = Glibc.read(file, &bytes, bytes.count)
        guard count >= 0 else { throw .keyFile(path: path, reason: reason()) }
        return String(String(decoding: bytes[..<count], as: UTF8.self).filter { !$0.isWhitespace })
    }

    /// Writes a new key beside it and links it into place, which fails when another process was faster: that one counts.
    private static func make(_ path: String) throws(CryptoError) {
        let draft = "\(path).\(getpid()).\(Hex.encode(RandomBytes.make(4)))"
        let file = open(draft, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw .keyFile(path: path, reason: reason()) }
        defer {
            close(file)
            unlink(draft)
        }
        let text = Array((Hex.encode(RandomBytes.make(size)) + "\n").utf8)
        guard write(file, text, text.count) == text.count, fsync(file) == 0 else {
            throw .keyFile(path: path, reason: reason())
        }
        guard link(draft, path) == 0 || errno == EEXIST else { throw .keyFile(path: path, reason: reason()) }
    }

    private static func reason() -> String { String(cString: strerror(errno)) }
}

/// A pair of Curve25519 keys, as ZeroMQ's CURVE takes them: 32 bytes each.
package struct CurveKeyPair: Sendable, Hashable, CustomStringConvertible {
    package var publicKey: [UInt8]
    package var secretKey: [UInt8]

    package var description: String { "CurveKeyPair" }
}
