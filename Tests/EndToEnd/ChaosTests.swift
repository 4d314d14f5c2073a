import Contracts
import Store
import TestSupport
import Testing

/// Everything is killed again and again while messages come and go, and in the end nothing is missing or doubled.
///
/// The numbers can be set lower: see ``ChaosPlan/fromEnvironment()``.
@Suite(.serialized, .timeLimit(.minutes(20))) struct ChaosTests {
    @Test(arguments: StoreEngine.underTest)
    func `nothing is lost or doubled when any service is killed`(engine: StoreEngine) async throws {
        try await System.run(ChaosRun.setup(engine)) { system in
            try await ChaosRun(system, .fromEnvironment()).run()
        }
    }

    @Test(.enabled(if: StorePlace.server != nil, "MYNAH_TEST_POSTGRES names no server"))
    func `of two instances one dies for good, and the other takes over its lanes`() async throws {
        var setup = ChaosRun.setup(.postgres)
        let second = Instance(.conversations, 2)
        setup.instances.append(second)
        try await System.run(setup) { system in
            try await ChaosRun(system, .fromEnvironment()).run { try await system.kill(second) }
        }
    }
}
