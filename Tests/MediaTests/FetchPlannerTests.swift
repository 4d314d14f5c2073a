import Bus
import Contracts
import Runtime
import Store
import TestSupport
import Testing

@testable import media

@Suite(.timeLimit(.minutes(1))) struct FetchPlannerTests {
    private let workspace = WorkspaceID(trusted: "w1")
    private let media = MediaID(trusted: "f1")

    private func with(
        _ engine: StoreEngine,
        _ test: (any Store, _ tell: (_ url: String?) async throws -> Void) async throws -> Void
    ) async throws {
        try await withStore(engine) { store in
            try await store.migrate("bus", Bus.migrations)
            try await store.migrate("media", migrations)
            let planner = FetchPlanner(outbox: Outbox(.media), signal: Signal())
            try await test(store) { url in
                let file = IncomingMedia(id: media, url: url, mimetype: "image/png", filename: nil, error: nil)
                try await store.write { transaction in
                    try planner.expect(
                        file,
                        on: ChannelID(trusted: "c1"),
                        workspace: workspace,
                        now: Timestamp(milliseconds: 1),
                        in: transaction
                    )
                }
            }
        }
    }

    private func state(in store: any Store) async throws -> MediaState {
        try await store.read { try MediaLibrary.show(media, workspace: workspace, in: $0).state }
    }

    private func planned(in store: any Store) async throws -> Int {
        try await store.read { try $0.rows(MediaQuery.dueFetches, Timestamp(milliseconds: 2), 10).count }
    }

    @Test(arguments: StoreEngine.underTest)
    func `a file told twice is fetched once`(engine: StoreEngine) async throws {
        try await with(engine) { store, tell in
            try await tell("http://waha/api/files/a.png")
            try await tell("http://waha/api/files/a.png")
            #expect(try await state(in: store) == .pending)
            #expect(try await planned(in: store) == 1)
        }
    }

    @Test(arguments: StoreEngine.underTest)
    func `a file without an address is fetched once its webhook comes`(engine: StoreEngine) async throws {
        try await with(engine) { store, tell in
            try await tell(nil)
            #expect(try await state(in: store) == .failed)
            try await tell("http://waha/api/files/a.png")
            try await tell(nil)
            #expect(try await state(in: store) == .pending)
            #expect(try await planned(in: store) == 1)
        }
    }
}
