import Bus
import Contracts
import Crypto
import Runtime
import Store
import TestSupport
import Testing

@testable import gateway

@Suite(.timeLimit(.minutes(1)))
struct ChannelDirectoryTests {
    @Test(arguments: StoreEngine.underTest)
    func `keeps its id when the environment changes, and its secrets sealed`(engine: StoreEngine) async throws {
        try await withStore(engine) { store in
            let first = try await Provider(
                store,
                ChannelSettings(baseURL: "http://one", apiKey: "key-one", webhookSecret: "secret-one")
            )
            let second = try await Provider(store, ChannelSettings(baseURL: "http://two", apiKey: "key-two"))
            #expect(first.channel == second.channel)
            let entry = try second.directory.entry(second.channel)
            #expect(entry.channel.baseURL == "http://two")
            #expect(entry.webhookSecret == nil)
            #expect(try second.directory.primary(of: Provider.workspace).id == second.channel)
            let sealed = try #require(entry.sealedKey)
            #expect(!String(decoding: sealed, as: UTF8.self).contains("key-two"))
            let key = try ClusterKey(hex: String(repeating: "a1", count: 32), source: "test")
            let plain = try Seal(key: key.derive("channel-access")).open(sealed, for: second.channel.text)
            #expect(String(decoding: plain, as: UTF8.self) == "key-two")
        }
    }

    @Test func `a state told late changes nothing, and an unknown one is kept`() async throws {
        try await withStore(.sqlite) { store in
            let provider = try await Provider(store)
            let channel = try provider.directory.entry(provider.channel).channel
            let status = provider.status
            for (state, at) in [("WORKING", 20), ("STARTING", 10), ("WORKING", 30), ("HIBERNATING", 40)] {
                try await store.write {
                    try status.move(channel, to: state, at: Timestamp(milliseconds: Int64(at)), in: $0)
                }
            }
            #expect(try await provider.told(SessionChanged.self).map(\.status) == ["WORKING", "HIBERNATING"])
            let problem = #expect(throws: Problem.self) { try provider.directory.checkWorking(provider.channel) }
            #expect(problem?.status == 503)
            #expect(problem?.sessionStatus == "HIBERNATING")
        }
    }

    @Test(arguments: StoreEngine.underTest)
    func `a clock that was ahead once does not stop a number when it is set back`(engine: StoreEngine) async throws {
        try await withStore(engine) { store in
            let clock = TestClock()
            let provider = try await Provider(store, clock: clock.clock)
            let (directory, status) = (provider.directory, provider.status)
            let channel = try directory.entry(provider.channel).channel
            func move(to state: String, ahead: Duration = .zero) async throws {
                let at = clock.now + ahead
                try await store.write { try status.move(channel, to: state, at: at, in: $0) }
            }
            clock.advance(by: .seconds(8 * 3600))
            try await move(to: "STARTING")
            clock.advance(by: .seconds(-8 * 3600))
            try await move(to: "WORKING")
            try directory.checkWorking(channel.id)
            // What an instance had read before stays behind what the store learned since.
            try await directory.load()
            try directory.checkWorking(channel.id)
            #expect(try directory.entry(channel.id).channel.statusAt == clock.now)
            // It is the provider's clock now that is ahead.
            try await move(to: "FAILED", ahead: .seconds(3600))
            clock.advance(by: .seconds(1))
            try await move(to: "WORKING")
            try directory.checkWorking(channel.id)
            try await move(to: "STARTING", ahead: .seconds(-1))
            #expect(try await provider.told(SessionChanged.self).last?.status == "WORKING")
        }
    }

    @Test func `the same state is believed since when the clock was set back`() async throws {
        try await withStore(.sqlite) { store in
            let clock = TestClock()
            let provider = try await Provider(store, clock: clock.clock)
            clock.advance(by: .seconds(3600))
            try await provider.works()
            clock.advance(by: .seconds(-3600))
            try await provider.works()
            #expect(try provider.directory.entry(provider.channel).channel.statusAt == clock.now)
        }
    }

    @Test func `each new code is told, and people only hear when messages begin or cease to travel`() async throws {
        try await withStore(.sqlite) { store in
            let provider = try await Provider(store)
            let channel = try provider.directory.entry(provider.channel).channel
            let status = provider.status
            let states = ["STARTING", "SCAN_QR_CODE", "SCAN_QR_CODE", "STARTING", "WORKING", "STARTING", "STARTING"]
            for (number, state) in states.enumerated() {
                let at = Timestamp(milliseconds: Int64(number + 1))
                try await store.write { try status.move(channel, to: state, at: at, in: $0) }
            }
            let told = try await provider.told(SessionChanged.self)
            #expect(told.map(\.status) == states.dropLast())
            #expect(told.map(\.notify) == [false, false, false, false, true, true])
            #expect(told.map(\.previous) == [nil] + states.dropLast(2))
        }
    }

    @Test func `a reading of the store does not undo what was learned during it`() async throws {
        try await withStore(.sqlite) { store in
            let interrupted = InterruptedStore(store: store)
            let provider = try await Provider(interrupted)
            let (directory, registry, status) = (provider.directory, provider.registry, provider.status)
            let channel = try directory.entry(provider.channel).channel
            interrupted.interruptRead {
                try await store.write {
                    try status.move(channel, to: "WORKING", at: Timestamp(milliseconds: 20), in: $0)
                }
                _ = try await registry.update(channel.id, of: Provider.workspace, version: nil) { known in
                    var setup = known
                    setup.name = "Kepong"
                    return setup
                }
            }
            try await directory.load()
            try directory.checkWorking(channel.id)
            #expect(try directory.entry(channel.id).channel.name == "Kepong")
            interrupted.interruptRead {
                try await store.write {
                    try status.move(channel, to: "FAILED", at: Timestamp(milliseconds: 30), in: $0)
                }
            }
            try await directory.load()
            #expect(try directory.entry(channel.id).channel.status == "FAILED")
        }
    }

    @Test func `nobody's channel is not found`() async throws {
        try await withStore(.sqlite) { store in
            let provider = try await Provider(store)
            #expect(throws: Problem.self) { try provider.directory.entry(ChannelID(trusted: "nobody")) }
            #expect(throws: Problem.self) { try provider.directory.primary(of: WorkspaceID(trusted: "nobody")) }
        }
    }
}
