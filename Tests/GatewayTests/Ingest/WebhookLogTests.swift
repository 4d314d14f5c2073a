import Bus
import Contracts
import Runtime
import Store
import TestSupport
import Testing

@testable import gateway

@Suite(.timeLimit(.minutes(1)))
struct WebhookLogTests {
    private func webhook(_ id: String, size: Int = 0) -> [UInt8] {
        let filling = String(repeating: "x", count: size)
        return Array(#"{"id":"\#(id)","event":"x","session":"default","payload":"\#(filling)"}"#.utf8)
    }

    @Test(arguments: StoreEngine.underTest)
    func `keeps each byte of many that come at once, in few rows where they commit together`(engine: StoreEngine)
        async throws
    {
        try await withStore(engine) { store in
            let provider = try await Provider(store)
            let bodies = (0..<200).map { webhook(#"evt_\#($0) \"quoted\" \\ Ключ"#, size: $0 * 40) }
            try await withThrowingTaskGroup(of: Void.self) { group in
                for body in bodies {
                    group.addTask { try await provider.receiver.accept(body, proof: WebhookProof()) }
                    group.addTask { try await provider.receiver.accept(body, proof: WebhookProof()) }
                }
                try await group.waitForAll()
            }
            #expect(Set(try await provider.keptWebhooks()) == Set(bodies))
            #expect(try await provider.keptWebhooks().count == bodies.count)
            #expect(try await provider.count("known_webhook") == bodies.count)
            #expect(provider.metrics.value(.duplicate) == bodies.count)
            let rows = try await provider.count("webhook_batch")
            #expect(engine == .postgres ? rows == bodies.count : rows < bodies.count)
        }
    }

    @Test func `begins another row when one is large`() async throws {
        try await withStore(.sqlite) { store in
            let log = WebhookLog()
            let provider = try await Provider(store)
            let bodies = (0..<5).map { webhook("evt_\($0)", size: 100_000) }
            let areNew = try await store.write { transaction in
                let webhooks = bodies.map { body in
                    let raw = RawWebhook(nil, channel: nil, receivedAt: Timestamp(milliseconds: 5), body: body)
                    return ReadWebhook(raw: raw, reading: .unknownEvent, entry: nil, trace: .new())
                }
                return try log.keep(webhooks, in: transaction)
            }
            #expect(areNew == Array(repeating: true, count: 5))
            #expect(try await provider.keptWebhooks() == bodies)
            #expect(try await provider.count("webhook_batch") == 2)
        }
    }

    @Test(arguments: StoreEngine.underTest)
    func `old webhooks are pruned and young ones kept`(engine: StoreEngine) async throws {
        try await withStore(engine) { store in
            let clock = TestClock()
            let provider = try await Provider(store, clock: clock.clock)
            let retention = WebhookRetention(
                store: store,
                clock: clock.clock,
                logger: .silent,
                metrics: provider.metrics,
                keep: .seconds(3600)
            )
            for number in 1...3 {
                try await provider.receiver.accept(webhook("evt_\(number)"), proof: WebhookProof())
                clock.advance(by: .seconds(1800))
            }
            clock.advance(by: .seconds(1))
            try await retention.prune()
            #expect(try await provider.keptWebhooks() == [webhook("evt_3")])
            let known = try await store.read { reader in
                try reader.rows(sql: "SELECT event_id FROM known_webhook").map { try $0.get(0, as: String.self) }
            }
            #expect(known == ["evt_3"])
            #expect(provider.metrics.pruned.value == 2)
        }
    }

    @Test(arguments: StoreEngine.underTest)
    func `takes over the webhooks that an older version kept`(engine: StoreEngine) async throws {
        try await withStore(engine) { store in
            try await store.migrate("bus", Bus.migrations)
            try await store.migrate("gateway", Array(Gateway.migrations.prefix(14)))
            let old = [("evt_1", 1000), (#"evt_"2"\"#, 1000), ("evt_3", 2000)]
            try await store.write { transaction in
                for (id, moment) in old {
                    try transaction.run(
                        sql: """
                            INSERT INTO webhook (channel, event_id, event, received_at, body)
                            VALUES ('c', ?, 'x', ?, ?)
                            """,
                        arguments: [id, moment, Array("{\(id)}".utf8)]
                    )
                }
            }
            let provider = try await Provider(store)
            #expect(Set(try await provider.keptWebhooks()) == Set(old.map { Array("{\($0.0)}".utf8) }))
            let keys = try await store.read { reader in
                try reader.rows(sql: "SELECT keys FROM webhook_batch ORDER BY id").flatMap {
                    WebhookBatch.keys(try $0.get("keys")) ?? []
                }
            }
            #expect(Set(keys.map(\.eventID)) == Set(old.map(\.0)))
            #expect(try await provider.count("known_webhook") == 3)
            let ids = try await store.read { reader in
                try reader.rows(sql: "SELECT id FROM webhook_batch ORDER BY id").map { try $0.get(0, as: Int64.self) }
            }
            #expect(ids.map { $0 >> WebhookBatch.idBits } == [1000, 1000, 2000])
        }
    }
}
