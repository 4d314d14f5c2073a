import Bus
import Contracts
import Crypto
import HTTPClient
import Runtime
import Store
import Synchronization
import TestSupport
import Testing

@testable import gateway

@Suite(.timeLimit(.minutes(1)))
struct ChannelRegistryTests {
    private static func setup(
        _ name: String = "Front desk",
        url: String = "http://waha-2:3000",
        session: String = "default",
        key: String? = "key-two",
        secret: String? = "secret-two"
    ) -> ChannelSetup {
        ChannelSetup(name: name, url: url, session: session, apiKey: key, webhookSecret: secret)
    }

    @Test(arguments: StoreEngine.underTest)
    func `a channel is made, changed and removed, and each is told once`(engine: StoreEngine) async throws {
        try await withStore(engine) { store in
            let provider = try await Provider(store)
            let registry = provider.registry
            let made = try await registry.add(Self.setup(), to: Provider.workspace)
            #expect(made.version == 1 && !made.isConfigured)
            let taken = await #expect(throws: Problem.self) {
                try await registry.add(Self.setup("Again"), to: Provider.workspace)
            }
            #expect(taken?.status == 409)
            let changed = try await registry.update(made.id, of: Provider.workspace, version: 1) { known in
                #expect(known.apiKey == "key-two" && known.webhookSecret == "secret-two")
                var setup = known
                setup.name = "Kepong"
                setup.apiKey = nil
                return setup
            }
            #expect(changed.version == 2 && changed.name == "Kepong")
            let entry = try provider.directory.entry(made.id)
            #expect(entry.sealedKey == nil && entry.webhookSecret == "secret-two")
            let late = await #expect(throws: Problem.self) {
                try await registry.update(made.id, of: Provider.workspace, version: 1) { $0 }
            }
            #expect(late?.status == 409)
            try await registry.remove(made.id, of: Provider.workspace)
            #expect(!provider.directory.has(made.id))
            let told = try await provider.told(ChannelChanged.self)
            #expect(told.map(\.version) == [1, 2, 3] && told.map(\.removed) == [false, false, true])
            // Its place is free again.
            _ = try await registry.add(Self.setup(), to: Provider.workspace)
        }
    }

    @Test func `another workspace's channel is not found, and the configured one stays`() async throws {
        try await withStore(.sqlite) { store in
            let provider = try await Provider(store)
            let (registry, stranger) = (provider.registry, WorkspaceID(trusted: "w2"))
            let unknown = await #expect(throws: Problem.self) {
                try await registry.update(provider.channel, of: stranger, version: nil) { $0 }
            }
            #expect(unknown?.status == 404)
            let foreign = await #expect(throws: Problem.self) {
                try await registry.remove(provider.channel, of: stranger)
            }
            #expect(foreign?.status == 404)
            let kept = await #expect(throws: Problem.self) {
                try await registry.remove(provider.channel, of: Provider.workspace)
            }
            #expect(kept?.code == "configured_channel")
        }
    }

    @Test(arguments: StoreEngine.underTest)
    func `the environment takes over a channel that is on its session`(engine: StoreEngine) async throws {
        try await withStore(engine) { store in
            let first = try await Provider(store, ChannelSettings(baseURL: "http://one", apiKey: nil))
            let made = try await first.registry.add(Self.setup(url: "http://two"), to: Provider.workspace)
            let second = try await Provider(store, ChannelSettings(baseURL: "http://two", apiKey: "key"))
            #expect(second.channel == made.id)
            #expect(second.directory.all.filter(\.isConfigured).map(\.id) == [made.id])
            #expect(second.directory.all.count == 2)
        }
    }

    @Test(.enabled(if: StorePlace.server != nil))
    func `two instances that start together have one channel, and can open its secrets`() async throws {
        try await withStore(.postgres) { store in
            try await Provider.migrate(store)
            let held = HeldStore(store: store)
            async let first = Self.start(on: held)
            #expect(try await eventually { held.count == 1 })
            let (channel, directory) = try await Self.start(on: store)
            #expect(try await first.channel == channel)
            try await directory.load()
            #expect(try directory.entry(channel).webhookSecret == "secret")
            #expect(directory.all.map(\.id) == [channel])
        }
    }

    /// As an instance does when it starts.
    private static func start(on store: any Store) async throws -> (channel: ChannelID, directory: ChannelDirectory) {
        let key = try ClusterKey(hex: String(repeating: "a1", count: 32), source: "test")
        let secrets = ChannelSecrets(key)
        let directory = ChannelDirectory(store: store, secrets: secrets, http: HTTPClient(), clock: .system)
        let registry = ChannelRegistry(
            store: store,
            outbox: Outbox(.gateway),
            directory: directory,
            secrets: secrets,
            clock: .system
        )
        let settings = ChannelSettings(baseURL: "http://one", apiKey: "key", webhookSecret: "secret")
        return (try await registry.start(settings, workspace: Provider.workspace).id, directory)
    }

    @Test(arguments: StoreEngine.underTest)
    func `another workspace's configured channel stays one`(engine: StoreEngine) async throws {
        try await withStore(engine) { store in
            let provider = try await Provider(store)
            let settings = ChannelSettings(baseURL: "http://one", apiKey: nil)
            let second = "INSERT INTO workspace (id, name, created_at, staff_changes) VALUES ('w2', 'Second', 0, 0)"
            try await store.write { try $0.run(sql: second) }
            _ = try await provider.registry.start(settings, workspace: WorkspaceID(trusted: "w2"))
            #expect(provider.directory.all.filter(\.isConfigured).count == 2)
        }
    }

    @Test func `says which fields cannot be`() async throws {
        let wrong = Self.setup("", url: "ftp://waha", session: "a b", key: "with space")
        let problem = #expect(throws: Problem.self) { try wrong.validated() }
        #expect(problem?.status == 422)
        #expect(problem?.fields?.map(\.field) == ["name", "url", "session", "apiKey"])
        for url in ["http://", "http:///x", "http://a?b=c", "waha:3000"] {
            #expect(throws: Problem.self) { try Self.setup(url: url).validated() }
        }
    }

    @Test(arguments: [
        "http://waha-3:3000", "https://waha-2:3000", "http://waha-2:3001", "http://waha-2",
        "http://waha-2:3000@evil.example", "http://waha-2:3000\\@evil.example/", "http://waha-2:3000.evil.example",
    ])
    func `another server does not get the secrets of the one before`(url: String) throws {
        let refused = #expect(throws: Problem.self) {
            try Self.setup().changed(by: ChannelChange(url: url), makesSecret: false)
        }
        #expect(refused?.status == 422)
        #expect(refused?.fields?.map(\.field) == ["apiKey", "webhookSecret"])
        let halfway = #expect(throws: Problem.self) {
            try Self.setup().changed(by: ChannelChange(url: url, apiKey: "new"), makesSecret: false)
        }
        #expect(halfway?.fields?.map(\.field) == ["webhookSecret"])
        let moved = try Self.setup().changed(by: ChannelChange(url: url, apiKey: ""), makesSecret: true)
        #expect(moved.url == url && moved.apiKey == nil)
        #expect(moved.webhookSecret != nil && moved.webhookSecret != "secret-two")
    }

    @Test(arguments: ["http://waha-2:3000/", "http://waha-2:3000/behind/a/proxy", "HTTP://WAHA-2:3000"])
    func `the same server keeps its secrets, however it is written`(url: String) throws {
        #expect(ServerOrigin.areSame("http://waha-2:3000", url))
    }

    @Test func `a default port is the same whether it is written or not, and one of IPv6 is a port`() throws {
        #expect(ServerOrigin.areSame("https://waha", "https://waha:443/x"))
        #expect(ServerOrigin.areSame("http://[::1]", "http://[::1]:80"))
        #expect(!ServerOrigin.areSame("http://[::1]", "http://[::1]:3000"))
        let kept = try Self.setup().changed(by: ChannelChange(url: "http://waha-2:3000/x"), makesSecret: true)
        #expect(kept.apiKey == "key-two" && kept.webhookSecret == "secret-two")
    }

    @Test func `work begins for a channel that comes and ends for one that goes`() async throws {
        try await withStore(.sqlite) { store in
            let provider = try await Provider(store)
            let log = WorkLog()
            let work = ServiceTask("work") {
                try await PerChannel(directory: provider.directory).run { channel in
                    log.began(channel)
                    defer { log.ended(channel) }
                    while true { try await Task.sleep(for: .seconds(60)) }
                }
            }
            try await running([work]) {
                #expect(try await eventually { log.running == [provider.channel] })
                let made = try await provider.registry.add(Self.setup(), to: Provider.workspace)
                #expect(try await eventually { log.running == [provider.channel, made.id] })
                try await provider.registry.remove(made.id, of: Provider.workspace)
                #expect(try await eventually { log.running == [provider.channel] })
            }
        }
    }

    @Test func `what waits for a removed channel fails`() async throws {
        try await withStore(.sqlite) { store in
            let provider = try await Provider(store)
            let made = try await provider.registry.add(Self.setup(), to: Provider.workspace)
            try await provider.enqueue("m1", to: ChatID(phoneDigits: "60123450001"), position: 1, on: made.id)
            try await provider.registry.remove(made.id, of: Provider.workspace)
            try await running([provider.worker()]) {
                let failed = try await eventually {
                    try await provider.told(DeliveryReported.self).last?.status == .failed
                }
                #expect(failed)
            }
            #expect(try await provider.told(DeliveryReported.self).last?.error?.code == "channel_removed")
        }
    }
}

/// Who is at work.
private final class WorkLog: Sendable {
    private let state = Mutex<Set<ChannelID>>([])

    var running: Set<ChannelID> { state.withLock { $0 } }

    func began(_ channel: ChannelID) { state.withLock { _ = $0.insert(channel) } }
    func ended(_ channel: ChannelID) { state.withLock { _ = $0.remove(channel) } }
}
