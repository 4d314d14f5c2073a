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
                var event = MessageReceived(
                    channel: ChannelID(trusted: "c1"),
                    chat: try ChatID("60123456789@c.us"),
                    chatPhone: nil,
                    providerId: try ProviderMessageID("false_60123456789@c.us_3EB0"),
                    type: .image,
                    body: nil,
                    timestamp: Timestamp(milliseconds: 1)
                )
                event.media = IncomingMedia(id: media, url: url, mimetype: "image/png", filename: nil)
                let told = event
                try await store.write { transaction in
                    try planner.plan(told, workspace: workspace, now: Timestamp(milliseconds: 1), in: transaction)
                }
            }
        }
    }

    private func state(in store: any Store) async throws -> MediaState {
        try await store.read { try MediaLibrary.show(media, workspace: workspace, in: $0).state }
    }

    private func addresses(in store: any Store) async throws -> [String?] {
        try await store.read { reader in
            try reader.rows(MediaQuery.dueFetches, Timestamp(milliseconds: 2), 10).map { try $0.get("url") }
        }
    }

    @Test(arguments: StoreEngine.underTest)
    func `a file told twice is fetched once`(engine: StoreEngine) async throws {
        try await with(engine) { store, tell in
            try await tell("http://waha/api/files/a.png")
            try await tell("http://waha/api/files/a.png")
            #expect(try await state(in: store) == .pending)
            #expect(try await addresses(in: store).count == 1)
        }
    }

    @Test(arguments: StoreEngine.underTest)
    func `a file without an address is asked for, unless its webhook tells one`(engine: StoreEngine) async throws {
        try await with(engine) { store, tell in
            try await tell(nil)
            #expect(try await state(in: store) == .pending)
            #expect(try await addresses(in: store) == [nil])
            try await tell("http://waha/api/files/a.png")
            try await tell("http://waha/api/files/b.png")
            try await tell(nil)
            #expect(try await addresses(in: store) == ["http://waha/api/files/a.png"])
        }
    }

    @Test(arguments: StoreEngine.underTest)
    func `a file that was given up is fetched once its address is told, one that is here is not`(
        engine: StoreEngine
    ) async throws {
        try await with(engine) { store, tell in
            try await tell(nil)
            try await end(in: store) { try $0.run(MediaQuery.lost, workspace, media, MediaState.expired, "Gone.") }
            try await tell(nil)
            #expect(try await addresses(in: store).isEmpty)
            try await tell("http://waha/api/files/a.png")
            #expect(try await state(in: store) == .pending)
            #expect(try await addresses(in: store) == ["http://waha/api/files/a.png"])
            try await end(in: store) { try $0.run(MediaQuery.arrived, workspace, media, "image/png", 1, "00", 1) }
            try await tell("http://waha/api/files/a.png")
            #expect(try await state(in: store) == .ready)
            #expect(try await addresses(in: store).isEmpty)
        }
    }

    @Test(arguments: StoreEngine.underTest, [MediaState.failed, .expired])
    func `a file that was given up is asked for anew, once`(engine: StoreEngine, state: MediaState) async throws {
        try await with(engine) { store, tell in
            try await tell("http://waha/api/files/a.png")
            try await end(in: store) { try $0.run(MediaQuery.lost, workspace, media, state, "Gone.") }
            for _ in 0..<2 {
                let object = try await retry(media, of: workspace, in: store)
                #expect(object.state == .pending && object.error == nil)
                #expect(object.createdAt == Timestamp(milliseconds: 1))
                // The old address may lead nowhere; without one the provider is asked.
                #expect(try await addresses(in: store) == [nil])
            }
            try await end(in: store) { try $0.run(MediaQuery.arrived, workspace, media, "image/png", 1, "00", 1) }
            #expect(try await retry(media, of: workspace, in: store).state == .ready)
            #expect(try await addresses(in: store).isEmpty)
            let other = WorkspaceID(trusted: "w2")
            await #expect(throws: Problem.notFound("file")) { try await retry(media, of: other, in: store) }
        }
    }

    @Test(arguments: StoreEngine.underTest)
    func `a lost file that came with no message cannot be had again`(engine: StoreEngine) async throws {
        try await with(engine) { store, _ in
            try await store.write { transaction in
                let values: [any SQLBindable] = [
                    workspace, media, "image/png", String?.none, 1, "00", 1, MediaClass.image, "s1", String?.none,
                ]
                try transaction.run(MediaQuery.add, arguments: values)
                try transaction.run(sql: "UPDATE media SET state = 'expired'")
            }
            let problem = await #expect(throws: Problem.self) {
                try await retry(media, of: workspace, in: store)
            }
            #expect(problem?.code == "not_retryable")
        }
    }

    private func retry(
        _ media: MediaID,
        of workspace: WorkspaceID,
        in store: any Store
    ) async throws -> MediaObject {
        let now = Timestamp(milliseconds: 2)
        let context = RequestContext(workspace: workspace, id: "r1", deadline: now, now: now)
        let planner = FetchPlanner(outbox: Outbox(.media), signal: Signal())
        return try await store.write { try planner.retry(RetryMedia(media: media), context, $0) }
    }

    private func end(
        in store: any Store,
        _ change: @escaping @Sendable (any Transaction) throws -> Int
    ) async throws {
        try await store.write { transaction in
            try transaction.run(MediaQuery.endFetch, workspace, media)
            #expect(try change(transaction) == 1)
        }
    }
}
