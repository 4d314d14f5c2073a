import Bus
import Contracts
import Runtime
import Store
import TestSupport
import Testing

@testable import gateway

@Suite(.timeLimit(.minutes(1)), .enabled(if: StorePlace.server != nil))
struct BootstrapTests {
    @Test func `two that start together on an empty store make one workspace`() async throws {
        try await withStore(.postgres) { store in
            try await store.migrate("bus", Bus.migrations)
            try await store.migrate("gateway", Gateway.migrations)
            let held = HeldStore(store: store)
            async let first = run(on: held)
            #expect(try await eventually { held.count == 1 })
            let second = try await run(on: store)
            #expect(try await first.workspace == second.workspace)
            #expect(try await first.made != nil && second.made == nil)
            let count = "SELECT COUNT(*) FROM workspace"
            #expect(try await store.read { try $0.first(sql: count)?.get(0, as: Int.self) } == 1)
        }
    }

    private func run(
        on store: any Store
    ) async throws -> (workspace: WorkspaceID, made: Bootstrap.FirstPassword?) {
        let bootstrap = Bootstrap(store: store, outbox: Outbox(.gateway), clock: .system)
        return try await bootstrap.run(email: "ann@example.com", password: nil)
    }
}
