import Contracts
import Crypto
import HTTPServer

/// The connected numbers of a workspace: listed, set up, removed.
struct ChannelHandlers: Sendable {
    let directory: ChannelDirectory
    let registry: ChannelRegistry
    /// Enters the webhook into WAHA; when it does not, whoever sets a channel up has to.
    let registration: WebhookRegistration

    func list(_ call: Call<Caller, NoQuery, NoBody>) async throws -> Page<ChannelDescription> {
        let own = directory.all.filter { $0.workspace == call.identity.workspace }
        return Page(items: try own.map(describe), nextCursor: nil)
    }

    func show(_ call: Call<Caller, NoQuery, NoBody>) async throws -> ChannelDescription {
        try describe(directory.entry(call.path.id("id"), of: call.identity.workspace).channel)
    }

    func create(_ call: Call<Caller, NoQuery, NewChannel>) async throws -> ChannelDescription {
        let new = call.body
        var setup = ChannelSetup(
            name: new.name,
            url: new.url,
            session: new.session ?? "default",
            apiKey: new.apiKey.flatMap(ChannelSetup.present),
            webhookSecret: new.webhookSecret.flatMap(ChannelSetup.present),
            chatSync: new.chatSync ?? true
        )
        if setup.webhookSecret == nil {
            // Entered into WAHA by us, nobody needs to know it.
            guard registration.url != nil else {
                throw Problem.invalid([
                    FieldProblem(
                        "webhookSecret",
                        "must be given, and to WAHA as well: MYNAH_WEBHOOK_URL is not set, so Mynah does not enter it"
                    )
                ])
            }
            setup.webhookSecret = RandomBytes.token()
        }
        return try describe(await registry.add(setup.validated(), to: call.identity.workspace))
    }

    func update(_ call: Call<Caller, NoQuery, ChannelChange>) async throws -> ChannelDescription {
        let (change, makesSecret) = (call.body, registration.url != nil)
        let channel = try await registry.update(
            call.path.id("id"),
            of: call.identity.workspace,
            version: change.version
        ) { known in try known.changed(by: change, makesSecret: makesSecret) }
        return try describe(channel)
    }

    func remove(_ call: Call<Caller, NoQuery, NoBody>) async throws -> NoContent {
        try await registry.remove(call.path.id("id"), of: call.identity.workspace)
        return NoContent()
    }

    private func describe(_ channel: Channel) throws -> ChannelDescription {
        let entry = try directory.entry(channel.id)
        return ChannelDescription(entry, webhookURL: registration.address(of: channel.id))
    }
}

/// What a channel is made with.
struct NewChannel: Codable, Sendable {
    /// What staff call it; 1 to 64 characters.
    var name: String
    /// Where WAHA is, as Mynah reaches it: `http://waha:3000`.
    var url: String
    /// The session's name at WAHA; `default` when absent.
    var session: String?
    /// The key of WAHA's API. It goes in and never comes out.
    var apiKey: String?
    /// What WAHA signs its webhooks with; made at random when absent. It goes in and never comes out.
    var webhookSecret: String?
    /// Whether the chats that the number had before are read into the inbox; true when absent.
    var chatSync: Bool?
}

/// What changes about a channel; what is absent stays.
struct ChannelChange: Codable, Sendable {
    var name: String?
    /// On another server (scheme, host or port) the secrets of the one before are not used: `apiKey` must be given with
    /// it where there is one, and so must `webhookSecret`, unless Mynah enters the webhook into WAHA: then it makes a new
    /// one.
    var url: String?
    /// Empty removes it.
    var apiKey: String?
    /// Empty removes it: then any webhook is taken.
    var webhookSecret: String?
    /// Turned on, the chats of the past are read when they were not yet; turned off, what was read stays.
    var chatSync: Bool?
    /// The version that the writer has seen; when it is older than the channel's, the answer is 409 `conflict`.
    var version: Int?
}

/// A channel as clients see it.
struct ChannelDescription: Codable, Hashable, Sendable {
    var id: ChannelID
    var name: String
    var provider: Channel.Provider
    var url: String
    /// The session's name at the provider.
    var session: String
    /// The session's state in the provider's words; `UNKNOWN` until it is known.
    var status: String
    var statusAt: Timestamp?
    var engine: String?
    var hasApiKey: Bool
    var hasWebhookSecret: Bool
    /// Whether the chats that the number had before it was connected are read into the inbox.
    var chatSync: Bool
    /// Where the provider sends its webhooks; a path when Mynah does not know its own address.
    var webhookUrl: String
    /// Whether it is the one that the environment names.
    var configured: Bool
    var version: Int
    var createdAt: Timestamp

    init(_ entry: ChannelDirectory.Entry, webhookURL: String) {
        let channel = entry.channel
        id = channel.id
        name = channel.name
        provider = channel.provider
        url = channel.baseURL
        session = channel.session
        status = channel.status ?? "UNKNOWN"
        statusAt = channel.statusAt.milliseconds > 0 ? channel.statusAt : nil
        engine = channel.engine?.rawValue
        hasApiKey = entry.sealedKey != nil
        hasWebhookSecret = entry.webhookSecret != nil
        chatSync = channel.syncsChats
        webhookUrl = webhookURL
        configured = channel.isConfigured
        version = channel.version
        createdAt = channel.createdAt
    }
}
