import Contracts
import Store
import TestSupport
import Testing

@testable import gateway
@testable import waha_simulator

@Suite(.timeLimit(.minutes(2)))
struct BackfillTests {
    @Test(arguments: Engine.allCases)
    func `what webhooks lost is read back when the session comes back`(engine: Engine) async throws {
        try await withStore(.sqlite) { store in
            try await withWAHA(engine, store) { waha in
                let provider = waha.provider
                await waha.simulator.hear("first")
                #expect(try await eventually { try await provider.texts() == ["first"] })
                await waha.faults { $0.loseWebhooks = 1 }
                await waha.simulator.hear("second")
                await waha.simulator.hear("third")
                await waha.faults { $0.loseWebhooks = 0 }
                try await running([provider.backfill()]) { () async throws -> Void in
                    #expect(try await eventually { try await provider.texts() == ["first", "second", "third"] })
                    await waha.faults { $0.loseWebhooks = 1 }
                    await waha.simulator.hear("fourth")
                    await waha.faults { $0.loseWebhooks = 0 }
                    _ = try await provider.control.restart(provider.channel)
                    #expect(try await eventually { try await provider.texts().contains("fourth") })
                }
                let read = try await provider.told(MessageReceived.self).filter { $0.backfilled == true }
                #expect(Set(read.compactMap(\.body)).isSuperset(of: ["second", "third", "fourth"]))
            }
        }
    }

    @Test func `a new channel's past stays where it is`() async throws {
        try await withStore(.sqlite) { store in
            try await withWAHA(.gows, store) { waha in
                let provider = waha.provider
                await waha.faults { $0.loseWebhooks = 1 }
                await waha.simulator.hear("old", secondsAgo: 3600)
                try await store.write { try $0.run(script: "DELETE FROM webhook") }
                try await running([provider.backfill()]) { () async throws -> Void in
                    await waha.simulator.hear("new", secondsAgo: 0)
                    await waha.faults { $0.loseWebhooks = 0 }
                    _ = try await provider.control.restart(provider.channel)
                    #expect(try await eventually { try await provider.texts() == ["new"] })
                }
            }
        }
    }
}

extension Simulator {
    /// Somebody writes.
    fileprivate func hear(_ text: String, secondsAgo: Int64 = 0) {
        var incoming = Incoming(from: .phone("60123456789"), content: .text(text))
        incoming.milliseconds = Moment.now.milliseconds - secondsAgo * 1_000
        _ = receive(incoming)
    }
}

extension Provider {
    /// The texts that came in.
    fileprivate func texts() async throws -> Set<String> {
        Set(try await told(MessageReceived.self).compactMap(\.body))
    }
}
