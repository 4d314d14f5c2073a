import Bus
import Contracts
import JSON
import Runtime
import Store

/// Reads from WAHA's history what its webhooks did not bring: they are held in its memory alone, so a restart loses them.
///
/// It reads after every start, whenever a session has come back, and whenever WAHA was restarted (ruling 8); in a silence
/// that is longer than usual, ``HealthWatch`` has it read. What is known already has no effect.
struct Backfill: Service {
    /// How far before the last webhook it reads, since webhooks come in any order.
    static let overlap = Duration.seconds(120)
    /// The most messages of one reading; what is older stays in WAHA.
    private static let most = 5_000
    private static let page = 100

    let name = "backfill"
    let store: any Store
    let directory: ChannelDirectory
    let outbox: Outbox
    let sightings: SendSightings
    let clock: WallClock
    let metrics: IngestMetrics
    let logger: Logger
    /// How often it looks whether there is a reason to read.
    var interval = Duration.seconds(15)

    /// Why a reading may be due; it is when any of it has changed.
    private struct Reason: Hashable {
        let workingSince: Timestamp
        let serverStartedAt: Timestamp?
    }

    func run() async throws {
        try await PerChannel(directory: directory).run { try await follow($0) }
    }

    private func follow(_ id: ChannelID) async throws {
        var known: Reason?
        // Until when everything is known to have come. A channel that never had a webhook is new: its past stays in WAHA.
        var covered: Timestamp?
        while true {
            do {
                let last = try await lastWebhook(of: id)
                let since = covered ?? last ?? clock.now()
                covered = since
                let reason = try await reason(id)
                if let reason, reason == known {
                    covered = max(since, last ?? since)
                } else if let reason {
                    let begun = clock.now()
                    try await fill(id, since: since - Self.overlap)
                    (known, covered) = (reason, begun)
                }
            } catch is CancellationError {
                throw CancellationError()
            } catch {
                logger.warning("history could not be read back", ["channel": id, "error": "\(error)"])
            }
            try await Task.sleep(for: interval)
        }
    }

    /// Nil while the session cannot be asked.
    private func reason(_ id: ChannelID) async throws -> Reason? {
        let entry = try directory.entry(id)
        guard entry.channel.isWorking else { return nil }
        let started = try await entry.client.serverStartedAt()
        return Reason(workingSince: entry.channel.statusAt, serverStartedAt: started)
    }

    private func lastWebhook(of id: ChannelID) async throws -> Timestamp? {
        try await store.read { try $0.first(IngestQuery.last, id)?.get("received_at") }
    }

    /// Reads what was written since a moment and tells it.
    /// - Returns: when the newest of it was written; nil when there is nothing.
    @discardableResult
    func fill(_ id: ChannelID, since: Timestamp) async throws -> Timestamp? {
        let entry = try directory.entry(id)
        let found = try await history(entry, since: since).sorted { $0.timestamp < $1.timestamp }
        for start in stride(from: 0, to: found.count, by: Self.page) {
            let batch = found[start..<min(start + Self.page, found.count)]
            try await store.write { transaction in
                for message in batch { try tell(message, of: entry.channel, in: transaction) }
            }
        }
        metrics.backfilled.increment(by: found.count)
        if !found.isEmpty { logger.info("history read back", ["channel": id, "messages": found.count]) }
        return found.last?.timestamp
    }

    private func tell(_ message: MessageReceived, of channel: Channel, in transaction: any Transaction) throws {
        if message.providerId.fromMe { try sightings.saw(message, of: channel, in: transaction) }
        try outbox.emit(message, workspace: channel.workspace, in: transaction)
    }

    /// Over all chats where the engine can, else chat by chat, the latest first, until one has nothing new.
    private func history(
        _ entry: ChannelDirectory.Entry,
        since: Timestamp
    ) async throws -> [MessageReceived] {
        if entry.channel.engine?.listsAcrossChats == true {
            return try await messages(entry, in: "all", since: since)
        }
        var found: [MessageReceived] = []
        for chat in try await entry.client.chats(entry.channel.session, limit: Self.page) {
            let messages = try await messages(entry, in: chat.id.text, since: since)
            if messages.isEmpty || found.count >= Self.most { break }
            found += messages
        }
        return found
    }

    private func messages(
        _ entry: ChannelDirectory.Entry,
        in chat: String,
        since: Timestamp
    ) async throws -> [MessageReceived] {
        var found: [MessageReceived] = []
        for offset in stride(from: 0, to: Self.most, by: Self.page) {
            let page = try await entry.client.messages(
                entry.channel.session,
                in: chat,
                limit: Self.page,
                offset: offset,
                since: since
            )
            if page.isEmpty { break }
            found += page.compactMap { received($0, on: entry.channel) }
        }
        return found
    }

    private func received(_ json: JSONValue, on channel: Channel) -> MessageReceived? {
        guard case .message(let message) = WAHAMessage.read(json) else { return nil }
        var event = message.received(on: channel.id, told: clock.now())
        event.backfilled = true
        // History does not tell what made our own; one of a send in progress must not become a message of its own.
        if event.providerId.fromMe { event.source = .api }
        return event
    }
}
