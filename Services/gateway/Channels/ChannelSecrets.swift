import Contracts
import Crypto

/// Seals what a channel keeps secret: the provider's key so that other services can open it, the rest for us alone.
struct ChannelSecrets: Sendable {
    private let access: Seal
    private let own: Seal
    private let digests: HMACSHA512

    init(_ key: ClusterKey) {
        access = Seal(key: key.derive(ChannelAccess.key))
        own = Seal(key: key.derive("channel-secret"))
        digests = HMACSHA512(key: key.derive("channel-digest"))
    }

    func seal(key: String, of channel: ChannelID) -> [UInt8] {
        access.seal(Array(key.utf8), for: channel.text)
    }

    /// - Throws: `CryptoError` when it was sealed with another cluster key.
    func open(key sealed: [UInt8], of channel: ChannelID) throws(CryptoError) -> String {
        try String(decoding: access.open(sealed, for: channel.text), as: UTF8.self)
    }

    func seal(webhookSecret: String, of channel: ChannelID) -> [UInt8] {
        own.seal(Array(webhookSecret.utf8), for: channel.text)
    }

    /// - Throws: `CryptoError` when it was sealed with another cluster key.
    func open(webhookSecret sealed: [UInt8], of channel: ChannelID) throws(CryptoError) -> String {
        try String(decoding: own.open(sealed, for: channel.text), as: UTF8.self)
    }

    /// By which it is known again whether a server was told a secret.
    func digest(webhookSecret: String?, of channel: ChannelID, at server: String) -> String {
        digests.hex(of: Array("\(channel)|\(server)|\(webhookSecret ?? "")".utf8))
    }
}
