import Contracts
import Glibc
import Synchronization

/// Kills services at random, and starts each again after a moment.
final class Killer: Sendable {
    struct Record: Sendable {
        var kills: [Instance: Int] = [:]
        /// From the kill until the service was ready again.
        var recoveries: [Instance: [Duration]] = [:]
    }

    private let system: System
    private let plan: ChaosPlan
    private let state = Mutex(Record())

    init(_ system: System, _ plan: ChaosPlan) {
        self.system = system
        self.plan = plan
    }

    var record: Record { state.withLock { $0 } }

    /// Kills every service as often as the plan says, in random order, and returns when all are ready again.
    /// - Parameter onHalf: what happens in the middle.
    func run(onHalf: @Sendable () async throws -> Void = {}) async throws {
        var random = SeededGenerator(seed: plan.seed)
        let deck = Instance.one.flatMap { Array(repeating: $0, count: plan.kills) }.shuffled(using: &random)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for (index, instance) in deck.enumerated() {
                let pause = Double.random(in: 0.3...1.7, using: &random) * ChaosPlan.pause.seconds
                let absence = Duration.milliseconds(Int64.random(in: 0...1_000, using: &random))
                try await Task.sleep(for: .seconds(pause))
                if index == deck.count / 2 { try await onHalf() }
                try await awaitRunning(instance)
                try await system.kill(instance)
                let killed = ContinuousClock.now
                state.withLock { $0.kills[instance, default: 0] += 1 }
                group.addTask { try await self.revive(instance, killed: killed, after: absence) }
            }
            try await group.waitForAll()
        }
    }

    /// A service that is still away cannot be killed; one that is not ready yet can.
    private func awaitRunning(_ instance: Instance) async throws {
        _ = try await eventually("\(instance) runs again") { system.process(instance) }
    }

    private func revive(_ instance: Instance, killed: ContinuousClock.Instant, after absence: Duration) async throws {
        try await Task.sleep(for: absence)
        try system.start(instance)
        let process = system.process(instance)
        while system.process(instance) === process, process?.isRunning == true {
            if try await isReady(instance) {
                let duration = ContinuousClock.now - killed
                return state.withLock { $0.recoveries[instance, default: []].append(duration) }
            }
            guard ContinuousClock.now - killed < .seconds(60) else {
                throw Unfit("\(instance) is not ready after 60 s")
            }
            try await Task.sleep(for: .milliseconds(10))
        }
        // Killed again before it was ready, unless it ended by itself, which the system reports in the end.
    }

    private func isReady(_ instance: Instance) async throws -> Bool {
        (try? await system.ops(instance).get("/readyz").status) == 200
    }
}

/// Randomness that repeats.
/// - Source: Steele, Lea, Flood: Fast splittable pseudorandom number generators (SplitMix64), 2014.
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
