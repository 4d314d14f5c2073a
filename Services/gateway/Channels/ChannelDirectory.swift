import Contracts
import Crypto
import HTTPClient
import Runtime
import Store
import Synchronization

/// The channels and their secrets, in memory: what every webhook and every send asks. ``load()`` brings it up to date;
/// states told in between are noted with ``note(_:status:at:)``.
final class ChannelDirectory: Sendable {
    /// A channel and what it takes to talk to its provider. A class, so that to look one up for each webhook is to take
    /// hold of one object and not of all that it is made of.
    final class Entry: Sendable {
        let channel: Channel
        let client: WAHAClient
        /// As it stands in the store, for other services.
        let sealedKey: [UInt8]?
        /// Nil takes any webhook.
        let webhookSecret: String?
        /// Ready to check with.
        let webhookCode: HMACSHA512?

        init(_ channel: Channel, _ client: WAHAClient, sealedKey: [UInt8]?, webhookSecret: String?) {
            self.channel = channel
            self.client = client
            self.sealedKey = sealedKey
            self.webhookSecret = webhookSecret
            webhookCode = webhookSecret.map { HMACSHA512(key: $0) }
        }

        /// The same but for what is known of the channel.
        func changed(_ change: (inout Channel) -> Void) -> Entry {
            var channel = channel
            change(&channel)
            return Entry(channel, client, sealedKey: sealedKey, webhookSecret: webhookSecret)
        }

        /// The same, with the state that is known when that is a newer one.
        func noting(_ known: Entry?, now: Timestamp) -> Entry {
            guard let known = known?.channel, known.stateBegan(by: now) > channel.stateBegan(by: now) else {
                return self
            }
            return changed { ($0.status, $0.statusAt) = (known.status, known.statusAt) }
        }
    }

    private struct State {
        var entries: [ChannelID: Entry] = [:]
        /// The configured one first. Sessions of two servers may have one name.
        var bySession: [String: [ChannelID]] = [:]
        /// The readings of the store that were begun, and which of them this is.
        var readings = 0
        var reading = 0
    }

    /// Poked when channels came, changed or went.
    let changes = Nudge()
    private let store: any Store
    private let secrets: ChannelSecrets
    private let http: HTTPClient
    private let clock: WallClock
    private let state = Mutex(State())

    init(store: any Store, secrets: ChannelSecrets, http: HTTPClient, clock: WallClock) {
        self.store = store
        self.secrets = secrets
        self.http = http
        self.clock = clock
    }

    /// Reads all channels again. What has been learned since the reading began stays.
    /// - Throws: `StoreError`; `CryptoError` when the cluster's key is not the one they were sealed with.
    func load() async throws {
        let number = state.withLock { state in
            state.readings += 1
            return state.readings
        }
        let entries = try await store.read { try $0.rows(ChannelQuery.all) }.map(entry)
        let firstConfigured = entries.sorted { $0.channel.isConfigured && !$1.channel.isConfigured }
        let now = clock.now()
        let hasChanged = state.withLock { state in
            guard state.reading < number else { return false }
            state.reading = number
            let before = state.entries
            let noted = entries.map { ($0.channel.id, $0.noting(before[$0.channel.id], now: now)) }
            state.entries = Dictionary(noted) { $1 }
            state.bySession = Dictionary(grouping: firstConfigured, by: \.channel.session)
                .mapValues { $0.map(\.channel.id) }
            return before.mapValues(\.channel.version) != state.entries.mapValues(\.channel.version)
        }
        if hasChanged { changes.poke() }
    }

    private func entry(_ row: Row) throws -> Entry {
        let channel = try Channel(row)
        let sealedKey: [UInt8]? = try row.get("api_key")
        let sealedSecret: [UInt8]? = try row.get("webhook_secret")
        let secret = try sealedSecret.map { try secrets.open(webhookSecret: $0, of: channel.id) }
        let key = try sealedKey.map { try secrets.open(key: $0, of: channel.id) }
        return Entry(
            channel,
            WAHAClient(baseURL: channel.baseURL, key: key, http: http),
            sealedKey: sealedKey,
            webhookSecret: secret
        )
    }
}

extension ChannelDirectory {
    /// The oldest first.
    var all: [Channel] {
        state.withLock { $0.entries.values.map(\.channel) }.sorted { ($0.createdAt, $0.id) < ($1.createdAt, $1.id) }
    }

    /// - Throws: 404 `not_found`.
    func entry(_ id: ChannelID) throws(Problem) -> Entry {
        guard let entry = state.withLock({ $0.entries[id] }) else { throw .notFound("channel") }
        return entry
    }

    /// - Throws: 404 `not_found`, also for another workspace's channel.
    func entry(_ id: ChannelID, of workspace: WorkspaceID) throws(Problem) -> Entry {
        let entry = try entry(id)
        guard entry.channel.workspace == workspace else { throw .notFound("channel") }
        return entry
    }

    func has(_ id: ChannelID) -> Bool {
        state.withLock { $0.entries[id] != nil }
    }

    /// The channel of a workspace that is used when none is named: the configured one, else the oldest.
    /// - Throws: 404 `not_found` when it has none.
    func primary(of workspace: WorkspaceID) throws(Problem) -> Channel {
        let own = all.filter { $0.workspace == workspace }
        guard let found = own.first(where: \.isConfigured) ?? own.first else { throw .notFound("channel") }
        return found
    }

    /// The channel whose session a webhook names; nil when nobody knows it.
    /// - Parameter isProven: decides between channels whose sessions have one name.
    func entry(session: String, where isProven: (Entry) -> Bool) -> Entry? {
        let found = state.withLock { state in
            state.bySession[session].map { ids in
                ids.count == 1 ? (state.entries[ids[0]], []) : (nil, ids.compactMap { state.entries[$0] })
            }
        }
        guard let (only, several) = found else { return nil }
        return only ?? several.first { $0.webhookSecret != nil && isProven($0) } ?? several.first
    }

    /// What webhooks of unknown sessions must be signed with: the environment's, else any channel's.
    var fallback: Entry? {
        state.withLock { state in
            state.entries.values.first { $0.channel.isConfigured }
                ?? state.entries.values.min { $0.channel.id < $1.channel.id }
        }
    }

    /// Remembers a state that was stored.
    func note(_ id: ChannelID, status: String, at: Timestamp) {
        let now = clock.now()
        state.withLock { state in
            guard let known = state.entries[id], known.channel.stateBegan(by: now) <= at else { return }
            state.entries[id] = known.changed { channel in
                channel.status = status
                channel.statusAt = at
            }
        }
    }

    func note(_ id: ChannelID, engine: WAHAEngine) {
        state.withLock { state in
            state.entries[id] = state.entries[id]?.changed { $0.engine = engine }
        }
    }

    /// Refuses to send on a channel that cannot.
    /// - Throws: 503 `session_not_working` with the session's state.
    func checkWorking(_ id: ChannelID) throws(Problem) {
        let channel = try entry(id).channel
        guard channel.isWorking else { throw .sessionNotWorking(channel.status) }
    }
}
