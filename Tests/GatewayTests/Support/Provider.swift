import Bus
import Compression
import Contracts
import Crypto
import HTTPClient
import Runtime
import Store
import TestSupport

@testable import gateway

/// The provider's side of a gateway: everything between WAHA and the bus, on a store of its own.
final class Provider: Sendable {
    static let workspace = WorkspaceID(trusted: "w1")

    let store: any Store
    let clock: WallClock
    let outbox: Outbox
    let directory: ChannelDirectory
    let registry: ChannelRegistry
    let channel: ChannelID
    let nudge = Nudge()
    let statusNudge = Nudge()
    let status: ChannelStatus
    let codes: LinkCodeRelay
    let queue: SendQueue
    let receiver: WebhookReceiver
    let metrics: IngestMetrics
    let pulse = ChannelPulse()
    let presence: PresenceRelay
    let health: HealthBook
    let registration: WebhookRegistration
    let watch: SessionWatch
    let control: SessionControl
    private let http: HTTPClient
    private let key: ClusterKey

    init(
        _ store: any Store,
        _ settings: ChannelSettings = ChannelSettings(baseURL: "http://127.0.0.1:9", apiKey: nil),
        clock: WallClock = .system
    ) async throws {
        self.store = store
        self.clock = clock
        try await Self.migrate(store)
        key = try ClusterKey(hex: String(repeating: "a1", count: 32), source: "test")
        http = HTTPClient()
        outbox = Outbox(.gateway, clock: clock)
        let secrets = ChannelSecrets(key)
        directory = ChannelDirectory(store: store, secrets: secrets, http: http, clock: clock)
        registry = ChannelRegistry(store: store, outbox: outbox, directory: directory, secrets: secrets, clock: clock)
        channel = try await registry.start(settings, workspace: Self.workspace).id
        let (nudge, statusNudge) = (nudge, statusNudge)
        let codes = LinkCodeRelay(directory: directory, clock: clock, logger: .silent)
        self.codes = codes
        status = ChannelStatus(
            directory: directory,
            outbox: outbox,
            clock: clock,
            onWorking: { _ in nudge.poke() },
            onCode: { codes.tell(.scan($0)) }
        )
        queue = SendQueue(outbox: outbox, metrics: SendMetrics(Metrics()), nudge: nudge)
        metrics = IngestMetrics(Metrics())
        presence = PresenceRelay(clock: clock)
        receiver = WebhookReceiver(
            store: store,
            log: WebhookLog(),
            directory: directory,
            outbox: outbox,
            status: status,
            sightings: SendSightings(queue: queue, clock: clock),
            nudge: statusNudge,
            clock: clock,
            metrics: metrics,
            pulse: pulse,
            presence: presence
        )
        health = HealthBook(store: store, outbox: outbox, clock: clock)
        registration = WebhookRegistration(
            store: store,
            directory: directory,
            secrets: secrets,
            url: settings.webhookURL,
            logger: .silent
        )
        watch = SessionWatch(
            store: store,
            directory: directory,
            status: status,
            webhook: registration,
            clock: clock,
            logger: .silent,
            interval: .seconds(30),
            nudge: statusNudge
        )
        control = SessionControl(
            directory: directory,
            watch: watch,
            webhook: registration,
            health: health,
            codes: codes,
            logger: .silent
        )
    }

    static func migrate(_ store: any Store) async throws {
        try await store.migrate("bus", Bus.migrations)
        try await store.migrate("gateway", Gateway.migrations)
        try await store.write { transaction in
            try transaction.run(
                sql: """
                    INSERT INTO workspace (id, name, created_at, staff_changes) VALUES (?, 'Main', 0, 0)
                    ON CONFLICT (id) DO NOTHING
                    """,
                arguments: [workspace]
            )
        }
    }

    /// The worker of the send queue.
    func worker(_ settings: SendingSettings = SendingSettings(), mediaURL: String = "http://127.0.0.1:9") -> SendWorker
    {
        SendWorker(
            parts: SendParts(
                store: store,
                directory: directory,
                queue: queue,
                status: status,
                media: MediaSource(addresses: SignedFiles(address: mediaURL, key: key, clock: clock), http: http),
                settings: settings,
                clock: clock,
                logger: .silent
            )
        )
    }

    /// What reads history back.
    func backfill() -> Backfill {
        Backfill(
            store: store,
            directory: directory,
            outbox: outbox,
            sightings: SendSightings(queue: queue, clock: clock),
            pulse: pulse,
            clock: clock,
            metrics: metrics,
            logger: .silent,
            interval: .milliseconds(100)
        )
    }

    /// The session works, as far as we know.
    func works() async throws {
        let channel = try directory.entry(channel).channel
        let (status, now) = (status, clock.now())
        try await store.write { try status.move(channel, to: Channel.working, at: now, in: $0) }
    }

    /// What was told on the bus, in the order of its lanes.
    func told<E: Event>(_: E.Type) async throws -> [E] {
        try await store.read { [outbox] reader in
            try Lane.all.flatMap { lane in
                try outbox.history(E.stream, lane: lane, after: 0, limit: 100_000, in: reader)
            }
            .filter { $0.topic == E.topic }
            .map { try $0.decode(E.self) }
        }
    }

    /// The bodies of all webhooks that are kept, in the order they came, cut apart by what their rows say.
    func keptWebhooks() async throws -> [[UInt8]] {
        let batches = try await store.read { reader in
            try reader.rows(sql: "SELECT keys, packed, bodies FROM webhook_batch ORDER BY id").map { row in
                (
                    keys: WebhookBatch.keys(try row.get("keys")) ?? [],
                    bodies: try Packed(bytes: row.get("bodies"), isFrame: row.get("packed")).unpacked()
                )
            }
        }
        return batches.flatMap { batch in
            var rest = batch.bodies[...]
            let bodies = batch.keys.map { key in
                defer { rest = rest.dropFirst(key.length) }
                return Array(rest.prefix(key.length))
            }
            return rest.isEmpty ? bodies : []
        }
    }

    /// How many rows a query has.
    func count(_ table: String, where condition: String = "1 = 1") async throws -> Int {
        try await store.read { reader in
            try reader.first(sql: "SELECT COUNT(*) AS count FROM \(table) WHERE \(condition)")?.get("count") ?? -1
        }
    }
}

/// Runs services while the body runs.
func running<Value: Sendable>(
    _ services: [any Service],
    _ body: @escaping @Sendable () async throws -> Value
) async throws -> Value {
    try await withThrowingTaskGroup(of: Value?.self) { group in
        for service in services {
            group.addTask {
                do {
                    try await service.run()
                } catch is CancellationError {}
                return nil
            }
        }
        group.addTask { try await body() }
        while let result = try await group.next() {
            guard let result else { continue }
            group.cancelAll()
            return result
        }
        throw CancellationError()
    }
}

/// Asks again and again, for up to 20 s.
func eventually(_ condition: () async throws -> Bool) async throws -> Bool {
    for _ in 0..<1000 {
        if try await condition() { return true }
        try await Task.sleep(for: .milliseconds(20))
    }
    return false
}
