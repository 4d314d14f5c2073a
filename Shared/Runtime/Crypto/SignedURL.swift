import CSodium
package import Contracts

/// Paths that hold good for a time and for one method, to those who were given them:
/// `/objects/1?expires=1767225600000&signature=…`.
package struct SignedURL: Sendable {
    private let key: [UInt8]

    /// - Parameter key: 32 bytes, such as ``ClusterKey/derive(_:)`` makes.
    package init(key: [UInt8]) {
        self.key = key
    }

    /// - Parameters:
    ///   - method: what may be done there, such as `GET`.
    ///   - path: absolute, percent-encoded, without a query.
    package func sign(_ method: String, _ path: String, until expiry: Timestamp) -> String {
        "\(path)?expires=\(expiry.milliseconds)&signature=\(signature(method, path, expiry.milliseconds))"
    }

    /// - Parameters:
    ///   - expires: the query's value of that name, in milliseconds since 1970.
    ///   - signature: the query's value of that name.
    package func isValid(_ method: String, path: String, expires: String, signature: String, now: Timestamp) -> Bool {
        guard let expiry = Int64(expires), now.milliseconds <= expiry else { return false }
        return ConstantTime.equal(signature, self.signature(method, path, expiry))
    }

    private func signature(_ method: String, _ path: String, _ expiry: Int64) -> String {
        _ = Sodium.isReady
        let message = Array("\(expiry) \(method) \(path)".utf8)
        var code = [UInt8](repeating: 0, count: 32)
        crypto_generichash(&code, code.count, message, UInt64(message.count), key, key.count)
        return Base64.encode(code, .urlWithoutPadding)
    }
}
