import Store
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(1)))
struct TransactionTests {
    @Test(arguments: StoreEngine.underTest)
    func `keeps what a write wrote`(engine: StoreEngine) async throws {
        try await withStore(engine) { store in
            try await store.migrate("notes", Fixture.migrations)
            let changed = try await store.write { try $0.run(NoteQuery.add, 1, "hello") }
            let body: String? = try await store.read { try $0.first(NoteQuery.body, 1)?.get("body") }
            #expect(changed == 1)
            #expect(body == "hello")
        }
    }
}
