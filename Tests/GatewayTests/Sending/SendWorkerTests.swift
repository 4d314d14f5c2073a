import Contracts
import Runtime
import Store
import TestSupport
import Testing

@testable import gateway
@testable import waha_simulator

@Suite(.timeLimit(.minutes(3)))
struct SendWorkerTests {
    private static let ann = ChatID(phoneDigits: "60123456789")

    private var fast: SendingSettings {
        var settings = SendingSettings()
        settings.rate = 100_000
        settings.burst = 1_000
        settings.doubt = .seconds(8)
        settings.longestWait = .milliseconds(200)
        return settings
    }

    private func settled(_ provider: Provider, _ state: SendState, _ count: Int) async throws -> Bool {
        try await eventually { try await provider.count("send", where: "state = '\(state.rawValue)'") == count }
    }

    @Test(arguments: Engine.allCases, StoreEngine.underTest)
    func `every message reaches WhatsApp once, in the order of its chat`(
        engine: Engine,
        storeEngine: StoreEngine
    ) async throws {
        try await withStore(storeEngine) { store in
            try await withWAHA(engine, store, sending: fast) { waha in
                for number in 1...12 {
                    for chat in 1...4 {
                        let chatID = ChatID(phoneDigits: "6012345678\(chat)")
                        try await waha.provider.enqueue("c\(chat)-\(number)", to: chatID, position: Int64(number))
                    }
                }
                #expect(try await settled(waha.provider, .sent, 48))
                let sent = await waha.sent()
                #expect(sent.count == 48)
                for chat in 1...4 {
                    let texts = sent.filter { $0.chat.hasPrefix("6012345678\(chat)") }.map(\.text)
                    #expect(texts == (1...12).map { "c\(chat)-\($0)" })
                }
                let told = try await waha.provider.told(DeliveryReported.self).filter { $0.messageId != nil }
                #expect(Set(told.filter { $0.status == .sent }.compactMap(\.messageId)).count == 48)
                #expect(told.allSatisfy { $0.status != .sent || $0.bareId != nil })
            }
        }
    }

    @Test(arguments: Engine.allCases)
    func `a send whose answer is an error is not sent again`(engine: Engine) async throws {
        try await withStore(.sqlite) { store in
            try await withWAHA(engine, store, sending: fast) { waha in
                await waha.faults { $0.sendSucceedThenFail = 1 }
                for number in 1...4 {
                    try await waha.provider.enqueue("m\(number)", to: Self.ann, position: Int64(number))
                }
                #expect(try await settled(waha.provider, .sent, 4))
                #expect(await waha.sent().map(\.text) == ["m1", "m2", "m3", "m4"])
            }
        }
    }

    @Test(arguments: Engine.allCases)
    func `a doubt is settled from history when no webhook comes`(engine: Engine) async throws {
        try await withStore(.sqlite) { store in
            try await withWAHA(engine, store, sending: fast) { waha in
                await waha.faults {
                    $0.deaf = 1
                    $0.sendSucceedThenFail = 1
                }
                try await waha.provider.enqueue("m1", to: Self.ann, position: 1, text: "same")
                try await waha.provider.enqueue("m2", to: Self.ann, position: 2, text: "same")
                #expect(try await settled(waha.provider, .sent, 2))
                #expect(await waha.sent().count == 2)
                let reports = try await waha.provider.told(DeliveryReported.self)
                #expect(reports.contains { $0.uncertain })
                let ids = Set(reports.filter { $0.status == .sent }.compactMap(\.bareId))
                #expect(ids == Set(await waha.sent().map(\.bareID)))
            }
        }
    }

    @Test func `what was not sent stays uncertain without an id, and the chat goes on`() async throws {
        try await withStore(.sqlite) { store in
            var settings = fast
            settings.doubt = .seconds(3)
            try await withWAHA(.webjs, store, sending: settings) { waha in
                await waha.faults { $0.send500 = 1 }
                try await waha.provider.enqueue("m1", to: Self.ann, position: 1)
                try await waha.provider.enqueue("m2", to: Self.ann, position: 2)
                #expect(try await settled(waha.provider, .checking, 1))
                await waha.faults { $0.send500 = 0 }
                #expect(try await settled(waha.provider, .uncertain, 1))
                #expect(try await settled(waha.provider, .sent, 1))
                #expect(await waha.sent().map(\.text) == ["m2"])
            }
        }
    }

    @Test func `an error that ended the request, and no trace of the id, is a failure`() async throws {
        try await withStore(.sqlite) { store in
            var settings = fast
            settings.doubt = .seconds(2)
            try await withWAHA(.gows, store, sending: settings) { waha in
                await waha.faults { $0.send500 = 1 }
                try await waha.provider.enqueue("m1", to: Self.ann, position: 1)
                #expect(try await settled(waha.provider, .failed, 1))
                let told = try await waha.provider.told(DeliveryReported.self)
                #expect(told.contains { $0.status == .failed && $0.error?.code == "provider_error" })
                #expect(await waha.sent().isEmpty)
            }
        }
    }

    @Test func `a number that is not on WhatsApp fails at once`() async throws {
        try await withStore(.sqlite) { store in
            try await withWAHA(.gows, store, sending: fast) { waha in
                await waha.faults { $0.sendNoLid = 1 }
                try await waha.provider.enqueue("m1", to: Self.ann, position: 1)
                #expect(try await settled(waha.provider, .failed, 1))
                let told = try await waha.provider.told(DeliveryReported.self)
                #expect(told.contains { $0.error?.code == "number_not_on_whatsapp" })
            }
        }
    }

    @Test func `messages wait for the session and leave when it works`() async throws {
        try await withStore(.sqlite) { store in
            try await withWAHA(.gows, store, sending: fast) { waha in
                let provider = waha.provider
                _ = try await provider.control.stop(provider.channel)
                try await provider.enqueue("m1", to: Self.ann, position: 1)
                // WAHA says 422 to whoever believes in a state that is no more.
                try await provider.works()
                #expect(
                    try await eventually { try !provider.directory.entry(provider.channel).channel.isWorking }
                )
                #expect(try await provider.count("send", where: "state = 'queued'") == 1)
                _ = try await provider.control.start(provider.channel)
                #expect(try await settled(provider, .sent, 1))
                #expect(await waha.sent().map(\.text) == ["m1"])
            }
        }
    }

    @Test func `being asked to slow down delays, and loses nothing`() async throws {
        try await withStore(.sqlite) { store in
            try await withWAHA(.gows, store, sending: fast) { waha in
                await waha.faults { $0.rateOverlimit = 1 }
                try await waha.provider.enqueue("m1", to: Self.ann, position: 1)
                #expect(
                    try await eventually {
                        try await waha.provider.count("send", where: "reason = 'throttled: rate-overlimit'") == 1
                    }
                )
                #expect(try await eventually { waha.provider.queue.metrics.share.value < 1 })
                await waha.faults { $0.rateOverlimit = 0 }
                #expect(try await settled(waha.provider, .sent, 1))
            }
        }
    }

    @Test(arguments: StoreEngine.underTest)
    func `each call of the provider and its answer is kept`(engine: StoreEngine) async throws {
        try await withStore(engine) { store in
            try await withWAHA(.gows, store, sending: fast) { waha in
                await waha.faults { $0.rateOverlimit = 1 }
                try await waha.provider.enqueue("m1", to: Self.ann, position: 1)
                #expect(try await eventually { try await waha.provider.count("send", where: "attempts >= 2") == 1 })
                await waha.faults { $0.rateOverlimit = 0 }
                #expect(try await settled(waha.provider, .sent, 1))
                let row = try await store.read { try $0.first(SendQuery.way, "m1", Provider.workspace) }
                let hops = try SendWay(#require(row)).hops
                let calls = try SendWay(#require(row)).attempts
                let refused = Array(repeating: [MessageHop.Step.attempted, .answered], count: calls - 1).joined()
                #expect(hops.map(\.step) == [.queued] + refused + [.attempted, .settled])
                #expect(hops.filter { $0.step == .answered }.allSatisfy { $0.code == "throttled" && $0.detail != nil })
                #expect(hops.map(\.detail).filter { $0?.hasPrefix("attempt") == true }.last == "attempt \(calls)")
                #expect(hops.last?.detail?.hasPrefix("sent as true_60123456789@c.us_") == true)
                #expect(zip(hops, hops.dropFirst()).allSatisfy { $0.at <= $1.at })
            }
        }
    }

    @Test(arguments: StoreEngine.underTest)
    func `what a killed process had claimed is looked up and not sent again`(engine: StoreEngine) async throws {
        try await withStore(engine) { store in
            try await withWAHA(.gows, store) { waha in
                let provider = waha.provider
                let client = try provider.directory.entry(provider.channel).client
                await waha.faults { $0.deaf = 1 }
                try await provider.enqueue("m1", to: Self.ann, position: 1)
                try await provider.enqueue("m2", to: Self.ann, position: 2)
                let row = try await store.read { reader in
                    try reader.rows(SendQuery.next, provider.channel, provider.clock.now(), 1).map { try SendRow($0) }
                }
                let id = try #require(try await client.newMessageID("default"))
                let first = try #require(row.first)
                _ = try await store.write {
                    try provider.queue.claim(first, as: "dead", bareId: id, now: provider.clock.now(), in: $0)
                }
                _ = try await client.sendText("default", to: Self.ann, "m1", id: id)
                try await running([provider.worker(fast)]) { () async throws -> Void in
                    #expect(try await settled(provider, .sent, 2))
                }
                #expect(await waha.sent().map(\.text) == ["m1", "m2"])
            }
        }
    }

    @Test func `a stop lets what was begun come to its end`() async throws {
        try await withStore(.sqlite) { store in
            try await withWAHA(.webjs, store) { waha in
                await waha.faults {
                    $0.sendHangThenSucceed = 1
                    $0.sendHangMs = 700
                    $0.deaf = 1
                }
                try await waha.provider.enqueue("m1", to: Self.ann, position: 1)
                try await running([waha.provider.worker(fast)]) { () async throws -> Void in
                    #expect(try await eventually { await waha.sent().count == 1 })
                }
                #expect(try await waha.provider.count("send", where: "state = 'sent'") == 1)
            }
        }
    }

    @Test func `a chat that was read is marked as read`() async throws {
        try await withStore(.sqlite) { store in
            try await withWAHA(.gows, store, sending: fast) { waha in
                let (provider, channel) = (waha.provider, waha.provider.channel)
                try await store.write {
                    try $0.run(SendQuery.addReadReceipt, channel, Self.ann.text, provider.clock.now())
                }
                #expect(try await eventually { try await provider.count("read_receipt") == 0 })
            }
        }
    }
}
