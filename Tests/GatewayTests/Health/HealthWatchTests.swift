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
        limits.start = .milliseconds(400)
        limits.failed = .milliseconds(200)
        // History tells time to the second.
        limits.grace = .milliseconds(1_200)
        return limits
    }()

    private func watch(
        _ provider: Provider,
        _ metrics: HealthMetrics,
        _ limits: HealthWatch.Limits = Self.limits
    ) -> HealthWatch {
        HealthWatch(
            directory: provider.directory,
            pulse: provider.pulse,
            book: provider.health,
            backfill: provider.backfill(),
            clock: provider.clock,
            logger: .silent,
            metrics: metrics,
            limits: limits,
            interval: .milliseconds(50)
        )
    }

    private func status(_ provider: Provider) throws -> String? {
        try provider.directory.entry(provider.channel).channel.status
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

    @Test func `a session that is stuck while it starts is restarted`() async throws {
        try await withStore(.sqlite) { store in
            try await withWAHA(.gows, store) { waha in
                let (provider, metrics) = (waha.provider, HealthMetrics(Metrics()))
                await waha.simulator.enter(.starting, "default")
                #expect(try await eventually { try status(provider) == "STARTING" })
                try await running([watch(provider, metrics)]) { () async throws -> Void in
                    #expect(try await eventually { try await state(provider) == .down })
                    #expect(try await eventually { try status(provider) == "WORKING" })
                }
                #expect(metrics.restarts.value == 1)
                #expect(try await provider.told(SessionHealthChanged.self).map(\.health).contains(.stuck))
            }
        }
    }

    @Test func `a session that waits for a scan is down and left alone, one that fails is restarted`() async throws {
        try await withStore(.sqlite) { store in
            try await withWAHA(.gows, store) { waha in
                let (provider, metrics) = (waha.provider, HealthMetrics(Metrics()))
                await waha.simulator.enter(.scanQRCode, "default")
                #expect(try await eventually { try status(provider) == "SCAN_QR_CODE" })
                // However long it takes to hear of the failure, it is not for starting too long that it is restarted.
                var limits = Self.limits
                limits.start = .seconds(600)
                try await running([watch(provider, metrics, limits)]) { () async throws -> Void in
                    #expect(try await eventually { try await state(provider) == .down })
                    await waha.simulator.enter(.starting, "default")
                    // Of webhooks that come side by side the older one may be late, and is then passed over.
                    #expect(try await eventually { try status(provider) == "STARTING" })
                    await waha.simulator.enter(.failed, "default")
                    #expect(try await eventually { metrics.restarts.value == 1 })
                    #expect(try await eventually { try status(provider) == "WORKING" })
                }
                #expect(metrics.restarts.value == 1)
            }
        }
    }

    @Test func `what failed comes back by a restart unless it waited for people or was signed out`() async throws {
        try await withStore(.sqlite) { store in
            try await withWAHA(.gows, store) { (waha) async throws -> Void in
                let provider = waha.provider
                let watch = watch(provider, HealthMetrics(Metrics()))
                /// What is judged of a session that fails after another state.
                func mayComeBack(after state: SessionStatus) async throws -> Bool {
                    for next in [state, .failed] {
                        await waha.simulator.enter(next, "default")
                        #expect(try await eventually { try status(provider) == next.rawValue })
                    }
                    return try await watch.mayComeBack(provider.directory.entry(provider.channel))
                }
                #expect(try await mayComeBack(after: .working))
                #expect(try await mayComeBack(after: .starting))
                #expect(try await !mayComeBack(after: .scanQRCode))
                await waha.simulator.forget("default")
                #expect(try await !mayComeBack(after: .starting))
            }
        }
    }

    @Test func `a session is restarted five times in an hour at most`() {
        var (now, moments) = (Duration.zero, [Duration]())
        for restarts in 0..<20 {
            now += RestartBudget.wait(after: restarts)
            moments.append(now)
        }
        for start in moments {
            #expect(moments.filter { $0 >= start && $0 < start + .seconds(3600) }.count <= 5)
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
            let newest = Timestamp(milliseconds: now.milliseconds + 4)
            for later in 0...4 {
                provider.pulse.beat(provider.channel, at: Timestamp(milliseconds: now.milliseconds + Int64(later)))
            }
            let recorder = PulseRecorder(store: store, pulse: provider.pulse, clock: provider.clock, logger: .silent)
            try await recorder.record()
            let fresh = ChannelPulse()
            try await PulseRecorder(store: store, pulse: fresh, clock: provider.clock, logger: .silent).record()
            #expect(fresh.last(provider.channel, now: newest) == newest)
            #expect(try await provider.count("channel_hour", where: "events = 5") == 1)
        }
    }
}

extension Simulator {
    /// The number is unlinked on the phone.
    fileprivate func forget(_ session: String) {
        sessions[session]?.signOut()
    }

    /// Somebody writes.
    fileprivate func write(_ text: String) {
        _ = receive(Incoming(from: .phone("60123456789"), content: .text(text)))
    }
}
