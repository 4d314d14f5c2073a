import Store
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(2)))
struct ConcurrencyTests {
    private struct Refused: Error {}

    @Test(arguments: StoreEngine.underTest)
    func `two hundred writers each get their own answer`(engine: StoreEngine) async throws {
        try await withNotes(engine) { store in
            let outcomes = await withTaskGroup(of: (Int, Bool).self) { group in
                for writer in 0..<200 {
                    group.addTask {
                        let written = try? await store.write { transaction in
                            try transaction.run(NoteQuery.add, writer, "note \(writer)")
                            // Some break a rule, some change their mind.
                            if writer % 5 == 1 { try transaction.run(NoteQuery.add, writer, "twice") }
                            if writer % 5 == 2 { throw Refused() }
                            return writer
                        }
                        return (writer, written == writer)
                    }
                }
                return await group.reduce(into: [Int: Bool]()) { $0[$1.0] = $1.1 }
            }
            let ids = try await store.read {
                try Set($0.rows(sql: "SELECT id FROM note").map { try $0.get("id", as: Int.self) })
            }
            #expect(outcomes.count == 200)
            for (writer, isWritten) in outcomes {
                #expect(isWritten == ![1, 2].contains(writer % 5))
                #expect(isWritten == ids.contains(writer))
            }
        }
    }

    @Test(arguments: StoreEngine.underTest)
    func `a reader never sees half a transaction`(engine: StoreEngine) async throws {
        try await withNotes(engine) { store in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for pair in 0..<100 {
                    group.addTask {
                        try await store.write { transaction in
                            try transaction.run(NoteQuery.add, pair * 2, "left")
                            try transaction.run(NoteQuery.add, pair * 2 + 1, "right")
                        }
                    }
                    group.addTask {
                        let counts = try await store.read { reader in
                            try (0..<3).compactMap { _ in try reader.first(NoteQuery.count)?.get(0, as: Int.self) }
                        }
                        #expect(counts.allSatisfy { $0 % 2 == 0 })
                        #expect(Set(counts).count == 1)
                    }
                }
                try await group.waitForAll()
            }
        }
    }

    @Test(arguments: StoreEngine.underTest)
    func `actions follow the order in which one row was changed`(engine: StoreEngine) async throws {
        try await withNotes(engine) { store in
            try await store.write { try $0.run(sql: "INSERT INTO note (id, size) VALUES (1, 1)") }
            let seen = Record<Int>()
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<300 {
                    group.addTask {
                        try await store.write { transaction in
                            let row = try transaction.first(
                                sql: "UPDATE note SET size = size + 1 WHERE id = 1 RETURNING size"
                            )
                            let size: Double = try row?.get("size") ?? 0
                            transaction.afterCommit { seen.add(Int(size)) }
                        }
                    }
                }
                try await group.waitForAll()
            }
            #expect(seen.all == Array(2...301))
        }
    }
}
