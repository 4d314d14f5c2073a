import Contracts
import Store

/// What a channel is set up with, secrets in the clear: it never leaves the process.
struct ChannelSetup: Sendable {
    var name: String
    /// The provider's address as we reach it.
    var url: String
    var session: String
    var apiKey: String?
    /// Nil takes any webhook.
    var webhookSecret: String?
    /// Whether the chats that the number had before are read into the inbox.
    var chatSync: Bool

    init(
        name: String,
        url: String,
        session: String,
        apiKey: String?,
        webhookSecret: String?,
        chatSync: Bool = true
    ) {
        self.name = name
        self.url = url
        self.session = session
        self.apiKey = apiKey
        self.webhookSecret = webhookSecret
        self.chatSync = chatSync
    }

    /// - Parameter row: one of `channel`.
    /// - Throws: `StoreError`; `CryptoError` when the cluster's key is not the one it was sealed with.
    init(_ row: Row, _ secrets: ChannelSecrets) throws {
        let id: ChannelID = try row.get("id")
        name = try row.get("name")
        url = try row.get("base_url")
        session = try row.get("session")
        chatSync = try row.get("chat_sync")
        apiKey = try row.get("api_key", as: [UInt8]?.self).map { try secrets.open(key: $0, of: id) }
        webhookSecret = try row.get("webhook_secret", as: [UInt8]?.self).map {
            try secrets.open(webhookSecret: $0, of: id)
        }
    }

    func sealed(with secrets: ChannelSecrets, for id: ChannelID) -> (key: [UInt8]?, secret: [UInt8]?) {
        (apiKey.map { secrets.seal(key: $0, of: id) }, webhookSecret.map { secrets.seal(webhookSecret: $0, of: id) })
    }
}

extension ChannelSetup {
    /// - Throws: `Problem` 422 naming each field.
    func validated() throws(Problem) -> ChannelSetup {
        var problems: [FieldProblem] = []
        if !(1...64).contains(name.count) { problems.append(FieldProblem("name", "must have 1 to 64 characters")) }
        if !Self.isServer(url) {
            problems.append(
                FieldProblem("url", "must be an http:// or https:// address without query, up to 512 bytes")
            )
        }
        if !ChannelSettings.isSessionName(session) {
            problems.append(FieldProblem("session", "must be 1 to 54 letters, digits, dashes and underscores"))
        }
        if let apiKey, apiKey.utf8.count > 512 || !apiKey.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) {
            problems.append(FieldProblem("apiKey", "must be up to 512 visible ASCII characters"))
        }
        if let webhookSecret, webhookSecret.utf8.count > 512 {
            problems.append(FieldProblem("webhookSecret", "must have at most 512 bytes"))
        }
        guard problems.isEmpty else { throw .invalid(problems) }
        return self
    }

    private static func isServer(_ url: String) -> Bool {
        let rest = ["http://", "https://"].lazy.filter { url.hasPrefix($0) }.map { url.dropFirst($0.count) }.first
        guard let rest, url.utf8.count <= 512 else { return false }
        return !rest.isEmpty && !rest.hasPrefix("/")
            && rest.utf8.allSatisfy { (0x21...0x7E).contains($0) && $0 != UInt8(ascii: "?") && $0 != UInt8(ascii: "#") }
    }
}
