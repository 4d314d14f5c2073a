import Store
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(1)))
struct TransactionTests {
    private struct Refused: Error, Equatable {}

    @Test(arguments: StoreEngine.underTest)
    func `keeps what a write wrote and counts the rows`(engine: StoreEngine) async throws {
        try await withNotes(engine) { store in
            let changed = try await store.write { transaction in
                try transaction.run(NoteQuery.add, 1, "hello")
                try transaction.run(NoteQuery.add, 2, String?.none)
                return try transaction.run(sql: "UPDATE note SET size = 1.5 WHERE id > ?", arguments: [0])
            }
            let body: String? = try await store.read { try $0.first(NoteQuery.body, 1)?.get("body") }
            let nothing: String? = try await store.read { try $0.first(NoteQuery.body, 2)?.get(0) }
            #expect(changed == 2)
            #expect(body == "hello")
            #expect(nothing == nil)
        }
    }

    @Test(arguments: StoreEngine.underTest)
    func `a conflict that does nothing changes no row`(engine: StoreEngine) async throws {
        try await withNotes(engine) { store in
            let counts = try await store.write { transaction in
                try (0..<2).map { _ in
                    try transaction.run(sql: "INSERT INTO note (id) VALUES (?) ON CONFLICT DO NOTHING", arguments: [1])
                }
            }
            #expect(counts == [1, 0])
        }
    }

    @Test(arguments: StoreEngine.underTest)
    func `runs a statement for many sets of values`(engine: StoreEngine) async throws {
        try await withNotes(engine) { store in
            let changed = try await store.write { transaction in
                try transaction.run(NoteQuery.add, each: (0..<1000).map { [$0, "note \($0)"] })
                    + transaction.run(NoteQuery.add, each: [])
            }
            await #expect(throws: StoreError.self) {
                try await store.write {
                    try $0.run(NoteQuery.add, each: [[1000, "new"], [7, "again"], [1001, "new"]])
                }
            }
            let left = try await count(store)
            #expect(changed == 1000)
            #expect(left == 1000)
        }
    }

    @Test(arguments: StoreEngine.underTest)
    func `a write that throws leaves nothing`(engine: StoreEngine) async throws {
        try await withNotes(engine) { store in
            await #expect(throws: Refused()) {
                try await store.write { transaction in
                    try transaction.run(NoteQuery.add, 1, "lost")
                    throw Refused()
                }
            }
            let left = try await count(store)
            #expect(left == 0)
        }
    }

    @Test(arguments: StoreEngine.underTest)
    func `a failed statement fails the write even when its error is caught`(engine: StoreEngine) async throws {
        try await withNotes(engine) { store in
            await #expect(throws: StoreError.self) {
                try await store.write { transaction in
                    try transaction.run(NoteQuery.add, 1, "one")
                    _ = try? transaction.run(NoteQuery.add, 1, "again")
                }
            }
            let left = try await count(store)
            #expect(left == 0)
        }
    }

    @Test(arguments: StoreEngine.underTest)
    func `a savepoint undoes its part alone`(engine: StoreEngine) async throws {
        try await withNotes(engine) { store in
            try await store.write { transaction in
                try transaction.run(NoteQuery.add, 1, "one")
                try? transaction.savepoint {
                    try transaction.run(NoteQuery.add, 2, "two")
                    try transaction.run(NoteQuery.add, 1, "again")
                }
                try? transaction.savepoint { throw Refused() }
                try transaction.savepoint {
                    try transaction.run(NoteQuery.add, 3, "three")
                    try? transaction.savepoint {
                        try transaction.run(NoteQuery.add, 4, "four")
                        throw Refused()
                    }
                }
                try transaction.savepoint {}
                try transaction.run(NoteQuery.add, 5, "five")
            }
            let ids = try await store.read {
                try $0.rows(sql: "SELECT id FROM note ORDER BY id").map { try $0.get(0, as: Int.self) }
            }
            #expect(ids == [1, 3, 5])
        }
    }

    @Test(arguments: StoreEngine.underTest)
    func `actions run after the commit and not without one`(engine: StoreEngine) async throws {
        try await withNotes(engine) { store in
            let told = Record<String>()
            try await store.write { transaction in
                try transaction.run(NoteQuery.add, 1, "one")
                transaction.afterCommit { told.add("kept") }
                try? transaction.savepoint {
                    transaction.afterCommit { told.add("undone") }
                    throw Refused()
                }
            }
            try? await store.write { transaction in
                transaction.afterCommit { told.add("never") }
                throw Refused()
            }
            #expect(told.all == ["kept"])
        }
    }

    @Test(arguments: StoreEngine.underTest)
    func `what is put off is done at the end, and undone with its write alone`(engine: StoreEngine) async throws {
        try await withNotes(engine) { store in
            let ending = NoteEnding()
            let kept = await withTaskGroup(of: Int?.self) { group in
                for id in 0..<60 {
                    group.addTask {
                        try? await store.write { transaction in
                            transaction.putOff(id, to: ending)
                            try? transaction.savepoint {
                                transaction.putOff(1000 + id, to: ending)
                                throw Refused()
                            }
                            if id % 7 == 1 { throw Refused() }
                            // The ending cannot be done with these.
                            if id % 20 == 0 { transaction.putOff(id, to: ending) }
                            return id
                        }
                    }
                }
                return await group.reduce(into: Set<Int>()) { if let id = $1 { $0.insert(id) } }
            }
            #expect(kept == Set((0..<60).filter { $0 % 7 != 1 && $0 % 20 != 0 }))
            let ids = try await store.read {
                try $0.rows(sql: "SELECT id FROM note").map { try $0.get(0, as: Int.self) }
            }
            #expect(Set(ids) == kept)
            #expect(Set(ending.told.all) == kept)
        }
    }

    @Test(arguments: StoreEngine.underTest)
    func `a transaction that escapes is over`(engine: StoreEngine) async throws {
        final class Escape: @unchecked Sendable { var transaction: (any Transaction)? }
        try await withNotes(engine) { store in
            let escape = Escape()
            try await store.write { escape.transaction = $0 }
            #expect(throws: StoreError.closed) { try escape.transaction?.run(NoteQuery.add, 1, "late") }
        }
    }

    @Test(arguments: StoreEngine.underTest)
    func `a write without a task tells its result, and its error with nothing kept`(engine: StoreEngine) async throws {
        try await withNotes(engine) { store in
            for id in [1, 2] {
                let count = try await withCheckedThrowingContinuation { caller in
                    store.write({ try $0.run(NoteQuery.add, id, "one") }) { caller.resume(with: $0) }
                }
                #expect(count == 1)
            }
            await #expect(throws: CancellationError.self) {
                try await withCheckedThrowingContinuation { caller in
                    store.write({ transaction -> Int in
                        try transaction.run(NoteQuery.add, 3, "none")
                        throw CancellationError()
                    }) { caller.resume(with: $0) }
                }
            }
            let count = try await store.read { try $0.first(sql: "SELECT COUNT(*) FROM note")?.get(0, as: Int.self) }
            #expect(count == 2)
        }
    }

    @Test(arguments: StoreEngine.underTest)
    func `a closed store refuses`(engine: StoreEngine) async throws {
        try await withNotes(engine) { store in
            await store.close()
            await #expect(throws: StoreError.closed) { try await store.write { _ in } }
            await confirmation { refused in
                store.write({ _ in }) { result in
                    #expect(throws: StoreError.closed) { try result.get() }
                    refused()
                }
            }
            await #expect(throws: StoreError.closed) { try await store.read { _ in } }
        }
    }
}

/// Writes the notes whose numbers were put off, and tells them.
private final class NoteEnding: WriteEnding {
    let told = Record<Int>()

    func end(_ items: [any Sendable], in transaction: any Transaction) throws {
        let ids = items.compactMap { $0 as? Int }
        for id in ids { try transaction.run(NoteQuery.add, id, "put off") }
        let told = told
        transaction.afterCommit { for id in ids { told.add(id) } }
    }
}

/// Runs a test on a store with the tables of ``Fixture``.
func withNotes(_ engine: StoreEngine, _ test: (any Store) async throws -> Void) async throws {
    try await withStore(engine) { store in
        try await store.migrate("notes", Fixture.migrations)
        try await test(store)
    }
}

func count(_ store: any Store) async throws -> Int {
    try await store.read { try $0.first(NoteQuery.count)?.get("count") ?? -1 }
}
