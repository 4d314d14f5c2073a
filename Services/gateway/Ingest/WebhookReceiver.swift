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
    func receive(_ arrivals: [Arrival]) {
        accept(arrivals.map { WebhookPost($0) }) { index, result in
            arrivals[index].answer(result.map { Self.thanks })
        }
    }

    /// Stores webhooks and what they mean: those that came together mostly in one transaction.
    /// - Parameter done: called for each, by its place, on this thread or the store's; fails with ``Problem`` 400 for
    ///   what is not JSON, 401 for what is not signed as it should be, 503 when it could not be stored: WAHA then tries
    ///   again.
    func accept(_ posts: [WebhookPost], then done: @escaping @Sendable (Int, Result<Void, any Error>) -> Void) {
        var webhooks: [NumberedWebhook] = []
        webhooks.reserveCapacity(min(posts.count, Self.together))
        for (index, post) in posts.enumerated() {
            do {
                let webhook = try read(post)
                if passOn(webhook) { done(index, .success(())) } else { webhooks.append((index, webhook)) }
            } catch {
                done(index, .failure(error))
            }
            // The store begins while the others are read.
            if webhooks.count == Self.together {
                store(webhooks, then: done)
                webhooks.removeAll()
            }
        }
        if !webhooks.isEmpty { store(webhooks, then: done) }
    }

    /// Webhooks that are stored as one, at most: they hold up and fail one another.
    private static let together = 64

    /// A webhook and its place among those that came with it.
    private typealias NumberedWebhook = (index: Int, webhook: ReadWebhook)

    private func store(
        _ webhooks: [NumberedWebhook],
        then done: @escaping @Sendable (Int, Result<Void, any Error>) -> Void
    ) {
        store.write({ try self.keep(webhooks.map(\.webhook), in: $0) }) { result in
            switch result {
            case .success(let areNew):
                self.metrics.count(.stored, areNew.count { $0 })
                self.metrics.count(.duplicate, areNew.count { !$0 })
                for ((index, webhook), isNew) in zip(webhooks, areNew) {
                    self.kept(webhook, isNew: isNew)
                    done(index, .success(()))
                }
            case .failure(let error):
                let isOfStore = Self.isOfStore(error)
                // One alone may have failed all of them.
                if webhooks.count > 1, !isOfStore { return webhooks.forEach { self.store([$0], then: done) } }
                let error = isOfStore ? Problem.unavailable("gateway") : error
                for (index, _) in webhooks { done(index, .failure(error)) }
            }
        }
    }

    /// Presence is not stored: it is worth nothing a moment later, and there is a lot of it.
    /// - Returns: whether the webhook was done with so.
    private func passOn(_ webhook: ReadWebhook) -> Bool {
        guard let entry = webhook.entry, case .presence(let told, let moment) = webhook.reading.fact else {
            return false
        }
        presence.heard(told, at: moment, on: entry.channel)
        metrics.count(.fleeting)
        metrics.count(webhook.reading.meaning)
        return true
    }

    private func kept(_ webhook: ReadWebhook, isNew: Bool) {
        if isNew { metrics.count(webhook.reading.meaning) }
        guard webhook.reading.isTold, let entry = webhook.entry else { return }
        pulse.beat(entry.channel.id, at: webhook.raw.receivedAt)
    }

    /// Whether the store takes nothing at the moment, whatever it is.
    private static func isOfStore(_ error: any Error) -> Bool {
        switch error as? StoreError {
        case .unavailable, .outcomeUnknown, .closed: true
        default: false
        }
    }

    /// All that can be done before the store's turn.
    private func read(_ post: WebhookPost) throws -> ReadWebhook {
        let (body, proof) = (post.body, post.proof)
        let document = try? JSONDocument(withoutNUL: body)
        let envelope = (document?.root).flatMap { WAHAEnvelope($0) }
        // One that is named proves itself by its own secret, whatever session the webhook is of.
        let named = try post.channel.map { id throws(Problem) in try directory.entry(id) }
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
            trace: post.trace
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

    /// - Returns: for each, false for a repetition, which has no effect.
    private func keep(_ webhooks: [ReadWebhook], in transaction: any Transaction) throws -> [Bool] {
        let areNew = try log.keep(webhooks, in: transaction)
        for (webhook, isNew) in zip(webhooks, areNew) where isNew {
            guard let entry = webhook.entry else { continue }
            try apply(webhook.reading, of: entry.channel, in: transaction)
            try tell(webhook.reading.fact, of: entry.channel, trace: webhook.trace, in: transaction)
        }
        return areNew
    }

    /// Emits the event that a webhook becomes. It is encoded here, in the store's turn: the loop that receives has more
    /// to do than the store.
    private func tell(
        _ fact: WebhookReading.Fact?,
        of channel: Channel,
        trace: TraceContext,
        in transaction: any Transaction
    ) throws {
        let workspace = channel.workspace
        switch fact {
        case .message(let message): try outbox.emit(message, workspace: workspace, trace: trace, in: transaction)
        case .altered(let altered): try outbox.emit(altered, workspace: workspace, trace: trace, in: transaction)
        case .delivery(let report): try outbox.emit(report, workspace: workspace, trace: trace, in: transaction)
        case .session, .stateChanged, .presence, nil: break
        }
    }

    /// What else changes with it.
    private func apply(_ reading: WebhookReading, of channel: Channel, in transaction: any Transaction) throws {
        switch reading.fact {
        case .message where !reading.isOwn, .delivery where !reading.isOwn, .altered, .presence, nil: break
        case .message(let message): try sightings.saw(message, of: channel, in: transaction)
        case .delivery(let report): try sightings.saw(report, of: channel, in: transaction)
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
