import Crypto

/// One place that wants to hear of events.
struct WebhookTarget: Sendable {
    var url: String
    var events: EventFilter
    /// Nil: requests are not signed.
    var signature: HMACSHA512?
    var retries = RetryPolicy()
    var headers: [(String, String)] = []

    init(url: String, events: EventFilter = .all, secret: String? = nil, retries: RetryPolicy = RetryPolicy()) {
        self.url = url
        self.events = events
        self.retries = retries
        signature = secret.map { HMACSHA512(key: $0) }
    }

    /// - Throws: ``Refusal`` with 400 for a wrong URL, event or policy.
    init(_ body: Body) throws(Refusal) {
        guard let url = body["url"].string, url.hasPrefix("http://") || url.hasPrefix("https://") else {
            throw .badRequest(["webhooks.url must be a URL address"])
        }
        try self.init(
            url: url,
            events: EventFilter(names: body["events"].items.compactMap(\.string)),
            secret: body["hmac"]["key"].string,
            retries: RetryPolicy(body["retries"])
        )
        headers = body["customHeaders"].items.compactMap { header in
            guard let name = header["name"].string, let value = header["value"].string else { return nil }
            return (name, value)
        }
    }

    /// All targets of a session's settings.
    static func all(in config: Body) throws(Refusal) -> [WebhookTarget] {
        var targets: [WebhookTarget] = []
        for body in config["webhooks"].items { targets.append(try WebhookTarget(body)) }
        return targets
    }
}

/// Which events somebody wants.
struct EventFilter: Sendable, Hashable {
    private var names: Set<String>

    static let all = EventFilter(known: ["*"])

    private init(known names: Set<String>) {
        self.names = names
    }

    /// - Throws: ``Refusal`` with 400 for a name that is no event.
    init(names: [String]) throws(Refusal) {
        for name in names where name != "*" && !Self.events.contains(name) {
            throw .badRequest(["each value in events must be one of the following values: *, " + name])
        }
        self.init(known: Set(names))
    }

    /// Leaves out what is no event, as the WebSocket does.
    init(lenient names: [String]) {
        self.init(known: Set(names.filter { $0 == "*" || Self.events.contains($0) }))
    }

    /// `*` leaves out what floods.
    func wants(_ event: String) -> Bool {
        names.contains(event) || (names.contains("*") && event != "engine.event" && event != "state.change")
    }

    /// - Source: `waha-openapi.json`, 2026.7.1.
    static let events: Set<String> = [
        "session.status", "message", "message.reaction", "message.any", "message.ack", "message.ack.group",
        "message.waiting", "message.revoked", "message.edited", "state.change", "group.join", "group.leave",
        "group.v2.join", "group.v2.leave", "group.v2.update", "group.v2.participants", "presence.update", "poll.vote",
        "poll.vote.failed", "chat.archive", "call.received", "call.accepted", "call.rejected", "label.upsert",
        "label.deleted", "label.chat.added", "label.chat.deleted", "event.response", "event.response.failed",
        "engine.event",
    ]
}
