import Contracts
import Runtime
import Store
import TestSupport
import Testing

@testable import gateway
@testable import waha_simulator

@Suite(.timeLimit(.minutes(2)))
struct HealthWatchTests {
    private static let limits: HealthWatch.Limits = {
        var limits = HealthWatch.Limits()
        limits.calm = .milliseconds(300)
        limits.silence = .milliseconds(600)
        limits.probe = .milliseconds(200)
        // History tells time to the second.
        limits.grace = .milliseconds(1_200)
        return limits
    }()

    private func watch(_ provider: Provider, _ metrics: HealthMetrics) -> HealthWatch {
        HealthWatch(
            directory: provider.directory,
            pulse: provider.pulse,
            book: provider.health,
            backfill: provider.backfill(),
            clock: provider.clock,
            logger: .silent,
            metrics: metrics,
            limits: Self.limits,
            interval: .milliseconds(50)
        )
    }

    private func state(_ provider: Provider) async throws -> SessionCondition? {
        try await provider.health.health(of: provider.channel)?.state
    }

    @Test func `a deaf session is found out, its messages are read back, and it is restarted once`() async throws {
        try await withStore(.sqlite) { store in
            try await withWAHA(.gows, store) { waha in
                let (provider, metrics) = (waha.provider, HealthMetrics(Metrics()))
                try await running([watch(provider, metrics)]) { () async throws -> Void in
                    await waha.simulator.write("hello")
                    #expect(try await eventually { try await provider.told(MessageReceived.self).count == 1 })
                    #expect(try await eventually { try await state(provider) == .quiet })
                    #expect(metrics.restarts.value == 0)
                    await waha.faults { $0.deaf = 1 }
                    let found = try await eventually {
                        await waha.simulator.write("nobody tells this")
                        return metrics.restarts.value == 1
                    }
                    #expect(found)
                    #expect(
                        try await provider.told(MessageReceived.self).contains { $0.body == "nobody tells this" }
                    )
                    await waha.faults { $0.deaf = 0 }
                }
                let told = try await provider.told(SessionHealthChanged.self).map(\.health)
                #expect(told.contains(.deaf) && told.contains(.quiet))
                #expect(try await provider.health.health(of: provider.channel)?.restarts == 1)
            }
        }
    }

    @Test func `a WAHA that does not answer is unreachable`() async throws {
        try await withStore(.sqlite) { store in
            let provider = try await Provider(store)
            try await provider.works()
            try await running([watch(provider, HealthMetrics(Metrics()))]) { () async throws -> Void in
                #expect(try await eventually { try await state(provider) == .unreachable })
            }
        }
    }

    @Test(arguments: StoreEngine.underTest)
    func `of two instances one restarts, and not again too soon`(engine: StoreEngine) async throws {
        try await withStore(engine) { store in
            let clock = TestClock(Timestamp(milliseconds: 1_767_225_600_000))
            let provider = try await Provider(store, clock: clock.clock)
            let (book, channel) = (provider.health, provider.channel)
            async let first = book.takeRestart(channel)
            async let second = book.takeRestart(channel)
            let taken = try await [first, second]
            #expect(taken.filter { $0 }.count == 1)
            clock.advance(by: .seconds(30))
            #expect(try await !book.takeRestart(channel))
            clock.advance(by: .seconds(31))
            #expect(try await book.takeRestart(channel))
            try await book.forgive(channel)
            #expect(try await book.takeRestart(channel))
        }
    }

    @Test(arguments: StoreEngine.underTest)
    func `what came is written down by the hour, and known after a start`(engine: StoreEngine) async throws {
        try await withStore(engine) { store in
            let provider = try await Provider(store)
            let now = provider.clock.now()
            for _ in 1...5 { provider.pulse.beat(provider.channel, at: now) }
            let recorder = PulseRecorder(store: store, pulse: provider.pulse, clock: provider.clock, logger: .silent)
            try await recorder.record()
            let fresh = ChannelPulse()
            try await PulseRecorder(store: store, pulse: fresh, clock: provider.clock, logger: .silent).record()
            #expect(fresh.last(provider.channel) == now)
            #expect(try await provider.count("channel_hour", where: "events = 5") == 1)
        }
    }
}

extension Simulator {
    /// Somebody writes.
    fileprivate func write(_ text: String) {
        _ = receive(Incoming(from: .phone("60123456789"), content: .text(text)))
    }
}
