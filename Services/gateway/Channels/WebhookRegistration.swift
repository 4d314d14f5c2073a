import Contracts
import JSON
import Runtime
import Store

/// Sees to it that WAHA sends a session's events here, when the environment says where that is.
struct WebhookRegistration: Sendable {
    /// What is subscribed to. `message` is part of `message.any`.
    static let events = [
        "message.any", "message.ack", "message.ack.group", "message.reaction", "message.edited", "message.revoked",
        "poll.vote", "call.received", "call.accepted", "call.rejected", "group.v2.join", "group.v2.leave",
        "group.v2.update", "group.v2.participants", "session.status", "state.change", "presence.update",
    ]

    let store: any Store
    let directory: ChannelDirectory
    let secrets: ChannelSecrets
    /// As WAHA reaches it; nil leaves WAHA's configuration alone.
    let url: String?
    let logger: Logger

    /// Where a channel's webhooks come in: it is named in the path, as sessions of two servers may have one name. A path
    /// alone while our own address is not known.
    func address(of channel: ChannelID) -> String {
        "\(url ?? "/api/webhooks/waha")/\(channel)"
    }

    /// The configuration of a session that is made: store and webhook. Stories and newsletters are left out at the
    /// source.
    func newConfig(of channel: Channel) -> NewSessionConfig {
        NewSessionConfig(webhooks: url == nil ? [] : [hook(of: channel)])
    }

    /// WAHA has what ``newConfig(of:)`` says.
    func entered(_ channel: Channel) async throws {
        guard url != nil else { return }
        let digest = digest(of: channel)
        _ = try await store.write { try $0.run(ChannelQuery.tellWebhook, channel.id, digest) }
    }

    /// Enters the webhook into a session's configuration when it is not there as it should be. That restarts the session,
    /// so it is done for a difference alone, and everything else in the configuration stays.
    func ensure(_ session: WAHASession, of channel: Channel) async throws {
        guard let url else { return }
        let wanted = hook(of: channel)
        let present = session.config["webhooks"].array
        let told = try await store.read {
            try $0.first(ChannelQuery.webhookTold, channel.id)?.get("webhook_told") ?? ""
        }
        let wasTold = told == digest(of: channel)
        guard !present.contains(where: { wanted.isMet(by: $0, wasTold: wasTold) }) else { return }
        let others = present.filter { $0["url"].string != wanted.url && $0["url"].string != url }
        var fields = session.config.object.filter { $0.name != "webhooks" }.map { ($0.name, JSONCopy($0.value)) }
        fields.append(("webhooks", JSONCopy(.array(others.map { JSONCopy($0) } + [wanted.copy]))))
        let client = try directory.entry(channel.id).client
        try await client.configureSession(channel.session, config: JSONCopy(.object(fields)))
        try await entered(channel)
        logger.info("webhook entered into WAHA", ["channel": channel.id])
    }

    private func secret(of channel: Channel) -> String? { (try? directory.entry(channel.id))?.webhookSecret }

    private func digest(of channel: Channel) -> String {
        secrets.digest(webhookSecret: secret(of: channel), of: channel.id, at: channel.baseURL)
    }

    private func hook(of channel: Channel) -> Webhook {
        Webhook(
            url: address(of: channel.id),
            events: Self.events,
            hmac: secret(of: channel).map { Webhook.HMAC(key: $0) },
            retries: Webhook.Retries(policy: "exponential", delaySeconds: 2, attempts: 12)
        )
    }
}

/// What a new session is made with.
struct NewSessionConfig: Encodable, Sendable {
    struct Store: Encodable, Sendable {
        let enabled: Bool
        let fullSync: Bool
    }

    struct Noweb: Encodable, Sendable {
        let store: Store
    }

    struct WEBJS: Encodable, Sendable {
        let tagsEventsOn: Bool
    }

    struct Ignored: Encodable, Sendable {
        let status: Bool
        let channels: Bool
    }

    let noweb = Noweb(store: Store(enabled: true, fullSync: false))
    /// Without it WEBJS tells neither presence nor acks in groups.
    let webjs = WEBJS(tagsEventsOn: true)
    let ignore = Ignored(status: true, channels: true)
    let webhooks: [Webhook]
}

/// A webhook in a session's configuration.
struct Webhook: Encodable, Sendable {
    struct HMAC: Encodable, Sendable {
        let key: String
    }

    struct Retries: Encodable, Sendable {
        let policy: String
        let delaySeconds: Int
        let attempts: Int
    }

    let url: String
    let events: [String]
    let hmac: HMAC?
    let retries: Retries

    /// Whether an entry does what this one would.
    /// - Parameter wasTold: whether this key is the last that WAHA was told: one that it does not show is believed then.
    func isMet(by entry: JSONValue, wasTold: Bool) -> Bool {
        guard entry["url"].string == url else { return false }
        let subscribed = Set(entry["events"].array.compactMap(\.string))
        guard subscribed.contains("*") || subscribed.isSuperset(of: events) else { return false }
        guard let hmac else { return entry["hmac"]["key"].string == nil }
        guard let shown = entry["hmac"]["key"].string else { return entry["hmac"].isObject && wasTold }
        return shown == hmac.key || (shown.contains("*") && wasTold)
    }

    var copy: JSONCopy {
        let code: [(String, JSONCopy)] = hmac.map { [("hmac", JSONCopy(.object([("key", .text($0.key))])))] } ?? []
        let retries: [(String, JSONCopy)] = [
            ("policy", .text(retries.policy)), ("delaySeconds", JSONCopy(.integer(retries.delaySeconds))),
            ("attempts", JSONCopy(.integer(retries.attempts))),
        ]
        return JSONCopy(
            .object(
                [("url", .text(url)), ("events", JSONCopy(.array(events.map { .text($0) })))] + code
                    + [("retries", JSONCopy(.object(retries)))]
            )
        )
    }
}
