import Bus
import Contracts
import Crypto
import HTTPServer
import JSON
import Runtime
import Store

/// Takes WAHA's webhooks: nothing is answered 200 that is not stored, and nothing takes effect twice. Presence alone is
/// not stored: it is passed on at once or not at all.
///
/// A class, as what is done for a webhook goes from thread to thread and takes all this along.
final class WebhookReceiver: Sendable {
    /// Of a body, in bytes.
    static let limit = 4 * 1024 * 1024

    let store: any Store
    let log: WebhookLog
    let directory: ChannelDirectory
    let outbox: Outbox
    let status: ChannelStatus
    /// Told of our own messages and their acks, so that it can settle sends whose outcome is open.
    let sightings: SendSightings
    /// Makes the session watch ask at once.
    let nudge: Nudge
    let clock: WallClock
    let metrics: IngestMetrics
    /// Told that something came of a channel.
    let pulse: ChannelPulse
    /// Told how people are present.
    let presence: PresenceRelay

    init(
        store: any Store,
        log: WebhookLog,
        directory: ChannelDirectory,
        outbox: Outbox,
        status: ChannelStatus,
        sightings: SendSightings,
        nudge: Nudge,
        clock: WallClock,
        metrics: IngestMetrics,
        pulse: ChannelPulse,
        presence: PresenceRelay
    ) {
        self.store = store
        self.log = log
        self.directory = directory
        self.outbox = outbox
        self.status = status
        self.sightings = sightings
        self.nudge = nudge
        self.clock = clock
        self.metrics = metrics
        self.pulse = pulse
        self.presence = presence
    }

    /// `POST /api/webhooks/waha`, and with a channel in the path.
    func receive(_ request: HTTPRequest, _ path: PathParameters, _ body: [UInt8], _ respond: @escaping Respond) {
        let channel = path["channel"].map { ChannelID(trusted: $0) }
        accept(body, proof: WebhookProof(request), to: channel) { result in
            respond(result.map { Self.thanks })
        }
    }

    /// Stores a webhook and what it means, in one transaction.
    /// - Parameters:
    ///   - channel: the one that it was sent to; nil finds it by the session that the webhook names.
    ///   - done: fails with ``Problem`` 400 for what is not JSON, 401 for what is not signed as it should be, 503 when
    ///     it could not be stored: WAHA then tries again.
    func accept(
        _ body: [UInt8],
        proof: WebhookProof,
        to channel: ChannelID?,
        then done: @escaping Completion<Void>
    ) {
        let webhook: ReadWebhook
        do {
            webhook = try read(body, proof: proof, to: channel)
        } catch {
            return done(.failure(error))
        }
        if case .presence(let told, let moment) = webhook.reading.fact, let entry = webhook.entry {
            // Not stored: it is worth nothing a moment later, and there is a lot of it.
            presence.heard(told, at: moment, on: entry.channel)
            metrics.count(.fleeting)
            metrics.count(webhook.reading.meaning)
            return done(.success(()))
        }
        store.write({ try self.keep(webhook, in: $0) }) { result in
            done(Result { self.kept(webhook, isNew: try result.get()) }.mapError(Self.asProblem))
        }
    }

    private func kept(_ webhook: ReadWebhook, isNew: Bool) {
        metrics.count(isNew ? .stored : .duplicate)
        if isNew { metrics.count(webhook.reading.meaning) }
        if webhook.draft != nil, let entry = webhook.entry { pulse.beat(entry.channel.id, at: webhook.raw.receivedAt) }
    }

    private static func asProblem(_ error: any Error) -> any Error {
        switch error as? StoreError {
        case .unavailable, .outcomeUnknown, .closed: Problem.unavailable("gateway")
        default: error
        }
    }

    /// All that can be done before the store's turn.
    private func read(_ body: [UInt8], proof: WebhookProof, to channel: ChannelID?) throws -> ReadWebhook {
        let document = try? JSONDocument(withoutNUL: body)
        let envelope = (document?.root).flatMap { WAHAEnvelope($0) }
        // One that is named proves itself by its own secret, whatever session the webhook is of.
        let named = try channel.map { id throws(Problem) in try directory.entry(id) }
        let entry = entry(of: envelope, named, body, proof)
        guard proof.holds(for: body, with: named ?? entry ?? directory.fallback) else {
            metrics.count(.unsigned)
            throw Problem(401, "wrong_signature", "The webhook is not signed with this channel's secret.")
        }
        guard document != nil else {
            metrics.count(.malformed)
            throw Problem(400, "malformed_json", "The body is not JSON.")
        }
        let now = clock.now()
        let reading = read(envelope, of: entry?.channel, now: now)
        return ReadWebhook(
            raw: RawWebhook(envelope, channel: entry?.channel.id, receivedAt: now, body: body),
            reading: reading,
            entry: entry,
            draft: try draft(reading.fact, of: entry?.channel)
        )
    }

    /// The channel that a webhook is of; nil when nobody knows its session.
    private func entry(
        of envelope: WAHAEnvelope?,
        _ named: ChannelDirectory.Entry?,
        _ body: [UInt8],
        _ proof: WebhookProof
    ) -> ChannelDirectory.Entry? {
        guard let session = envelope?.session else { return nil }
        if let named { return named.channel.session == session ? named : nil }
        return directory.entry(session: session) { proof.holds(for: body, with: $0) }
    }

    private func read(_ envelope: WAHAEnvelope?, of channel: Channel?, now: Timestamp) -> WebhookReading {
        guard let envelope else { return .unknownEvent }
        guard let channel else { return .unknownSession }
        return WebhookReading(envelope, channel: channel.id, now: now)
    }

    /// - Returns: false for a repetition, which has no effect.
    private func keep(_ webhook: ReadWebhook, in transaction: any Transaction) throws -> Bool {
        guard try log.keep(webhook, in: transaction) else { return false }
        if let entry = webhook.entry, let fact = webhook.reading.fact {
            try apply(fact, of: entry.channel, in: transaction)
        }
        if let draft = webhook.draft { outbox.emit(draft, in: transaction) }
        return true
    }

    /// The event that a webhook becomes, made ready before the store's turn.
    private func draft(_ fact: WebhookReading.Fact?, of channel: Channel?) throws -> EventDraft? {
        guard let channel else { return nil }
        return switch fact {
        case .message(let message): try outbox.draft(message, workspace: channel.workspace)
        case .altered(let alteration): try outbox.draft(alteration, workspace: channel.workspace)
        case .delivery(let report): try outbox.draft(report, workspace: channel.workspace)
        case .session, .stateChanged, .presence, nil: nil
        }
    }

    /// What else changes with it.
    private func apply(_ fact: WebhookReading.Fact, of channel: Channel, in transaction: any Transaction) throws {
        switch fact {
        case .message(let message):
            if message.providerId.fromMe { try sightings.saw(message, of: channel, in: transaction) }
        case .delivery(let report):
            if report.fromMe { try sightings.saw(report, of: channel, in: transaction) }
        case .altered, .presence: break
        case .session(let report):
            try status.move(channel, to: report.status, at: report.at ?? clock.now(), in: transaction)
        case .stateChanged:
            let nudge = nudge
            transaction.afterCommit { nudge.poke() }
        }
    }

    private static let thanks = HTTPResponse(
        200,
        type: "application/json",
        bytes: Array(#"{"received":true}"#.utf8)
    )
}

/// How a webhook proves whose it is.
struct WebhookProof: Sendable {
    /// `X-Webhook-Hmac`: HMAC-SHA512 of the exact bytes, in hex.
    let code: String?
    /// `x-webhook-signature`: the secret itself, as older set-ups send it.
    let secret: String?

    init(code: String? = nil, secret: String? = nil) {
        self.code = code
        self.secret = secret
    }

    init(_ request: HTTPRequest) {
        code = request.header("X-Webhook-Hmac")
        secret = code == nil ? request.header("X-Webhook-Signature") : nil
    }

    /// Whether it is good for these bytes; anything is where no secret is set.
    func holds(for body: [UInt8], with entry: ChannelDirectory.Entry?) -> Bool {
        guard let known = entry?.webhookSecret, let check = entry?.webhookCode else { return true }
        if let code { return check.isValid(code, for: body) }
        if let secret { return ConstantTime.equal(secret, known) }
        return false
    }
}
