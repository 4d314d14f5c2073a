import Bus
import Contracts
import Runtime
import Store

/// Reads from WAHA's history what its webhooks did not bring: they are held in its memory alone, so a restart loses them.
///
/// It reads after every start, whenever a session has come back, and whenever WAHA was restarted (ruling 8); in a silence
/// that is longer than usual, ``HealthWatch`` has it read. What is known already has no effect. Until when all has come
/// stands in the store, and moves on only when all of it was read.
struct Backfill: Service {
    /// Messages that are stored in one transaction.
    private static let batch = 100
    /// How far back the chats of a new channel are read: about as far as WAHA has them by itself.
    static let reach = Duration.seconds(90 * 86_400)

    let name = "backfill"
    let store: any Store
    let directory: ChannelDirectory
    let outbox: Outbox
    let sightings: SendSightings
    let pulse: ChannelPulse
    let clock: WallClock
    let metrics: IngestMetrics
    let logger: Logger
    /// How often it looks whether there is a reason to read.
    var interval = Duration.seconds(15)

    private var book: HistoryBook { HistoryBook(store: store, clock: clock) }

    /// Why a reading may be due; it is when any of it has changed.
    private struct Reason: Hashable {
        let workingSince: Timestamp
        let serverStartedAt: Timestamp?
    }

    func run() async throws {
        try await PerChannel(directory: directory).run { try await follow($0) }
    }

    private func follow(_ id: ChannelID) async throws {
        var backoff = Backoff(base: interval, limit: max(interval, .seconds(300)))
        // Why it was read last.
        var known: Reason?
        while true {
            var pause = interval
            do {
                known = try await look(at: id, known)
                backoff.reset()
            } catch is CancellationError {
                throw CancellationError()
            } catch {
                logger.warning("history could not be read back", ["channel": id, "error": "\(error)"])
                pause = backoff.next()
            }
            try await Task.sleep(for: pause)
        }
    }

    /// Reads when there is a reason, and else notes how far webhooks have brought everything. A channel that never had a
    /// webhook is new: its past is read when it syncs its chats, and else stays in WAHA.
    /// - Returns: the reason for which all was read.
    private func look(at id: ChannelID, _ known: Reason?) async throws -> Reason? {
        // Asked for first: what came before a restart of WAHA is noticed says nothing of what the restart lost.
        let last = try await lastEvent(of: id)
        let history = try await book.known(of: id, orSince: last ?? clock.now())
        guard let reason = try await reason(id) else { return known }
        let isDue = try directory.entry(id).channel.syncsChats && !history.isSynced
        if reason != known || isDue {
            try await catchUp(id)
        } else if let last {
            try await book.cover(id, until: last, known: history)
        }
        return reason
    }

    /// When a webhook last brought something, as far as this instance and the store know; nil when none ever did.
    private func lastEvent(of id: ChannelID) async throws -> Timestamp? {
        let stored = try await store.read {
            try $0.first(HealthQuery.one, id)?.get("last_event_at", as: Timestamp.self)
        }
        let now = clock.now()
        return [stored, pulse.last(id, now: now)].compactMap(\.self)
            .filter { $0.milliseconds > 0 && !$0.isAhead(of: now) }
            .max()
    }

    /// Nil while the session cannot be asked.
    private func reason(_ id: ChannelID) async throws -> Reason? {
        let entry = try directory.entry(id)
        guard entry.channel.isWorking else { return nil }
        let started = try await entry.client.serverStartedAt()
        return Reason(workingSince: entry.channel.statusAt, serverStartedAt: started)
    }

    /// Reads to its end what was begun before a stop, or by another instance, and then all that has come until now.
    private func catchUp(_ id: ChannelID) async throws {
        let (entry, now) = (try directory.entry(id), clock.now())
        let across = entry.channel.engine?.listsAcrossChats == true
        while true {
            let history = try await book.known(of: id, orSince: now)
            let syncs = entry.channel.syncsChats && !history.isSynced
            let start = syncs ? min(history.covered, entry.channel.createdAt - Self.reach) : history.covered
            let due = HistoryBook.Span(since: start - HistoryReading.overlap, begun: clock.now(), across: across)
            if syncs { try await readOverview(due, of: entry) }
            let span = try await book.begin(due, of: id, syncs: syncs)
            guard span.across == across else {
                // The engine is another one and counts otherwise.
                try await book.drop(span, of: id)
                continue
            }
            try await read(span, of: entry) { try await book.reach($0, in: span, of: id) }
            try await book.finish(span, of: id)
            if span.begun >= now, span.since <= due.since { return }
        }
    }

    /// Reads what was written since a moment and tells it.
    /// - Returns: when the newest of it was written; nil when there is nothing.
    @discardableResult
    func fill(_ id: ChannelID, since: Timestamp) async throws -> Timestamp? {
        let entry = try directory.entry(id)
        let across = entry.channel.engine?.listsAcrossChats == true
        let span = HistoryBook.Span(since: since - HistoryReading.overlap, begun: clock.now(), across: across)
        return try await read(span, of: entry) { _ in }
    }

    /// What WAHA cannot get together is left to the reading of the chats.
    private func readOverview(_ span: HistoryBook.Span, of entry: ChannelDirectory.Entry) async throws {
        do {
            try await read(span, of: entry, by: { try await $0.runOverview() }) { _ in }
        } catch let error as WAHAError {
            switch error {
            case .unsupported, .failed, .noAnswer, .notFound:
                logger.info("WAHA has no overview of chats", ["channel": entry.channel.id, "error": "\(error)"])
            default: throw error
            }
        }
    }

    @discardableResult
    private func read(
        _ span: HistoryBook.Span,
        of entry: ChannelDirectory.Entry,
        by run: (HistoryReading) async throws -> Void = { try await $0.run() },
        reached: @escaping (Int) async throws -> Void
    ) async throws -> Timestamp? {
        var (newest, count) = (Timestamp?.none, 0)
        let reading = HistoryReading(
            entry: entry,
            span: span,
            clock: clock,
            tell: { messages in
                try await tell(messages, of: entry.channel)
                count += messages.count
                newest = messages.map(\.timestamp).max().map { max($0, newest ?? $0) } ?? newest
            },
            reached: reached
        )
        try await run(reading)
        if count > 0 { logger.info("history read back", ["channel": entry.channel.id, "messages": count]) }
        return newest
    }

    private func tell(_ messages: [MessageReceived], of channel: Channel) async throws {
        for start in stride(from: 0, to: messages.count, by: Self.batch) {
            let batch = messages[start..<min(start + Self.batch, messages.count)]
            try await store.write { transaction in
                for message in batch { try tell(message, of: channel, in: transaction) }
            }
        }
        metrics.backfilled.increment(by: messages.count)
    }

    private func tell(_ message: MessageReceived, of channel: Channel, in transaction: any Transaction) throws {
        if message.providerId.fromMe { try sightings.saw(message, of: channel, in: transaction) }
        try outbox.emit(message, workspace: channel.workspace, in: transaction)
    }
}
