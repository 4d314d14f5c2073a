import Dispatch
import Store
import TestSupport
import Testing

@testable import PostgresStore

@Suite(.timeLimit(.minutes(1)), .enabled(if: StorePlace.server != nil))
struct PostgresTests {
    @Test func `a connection that is cut is made again and the work runs again`() async throws {
        try await withNotes(.postgres) { store in
            let attempts = Record<Int>()
            try await store.write { transaction in
                try transaction.run(NoteQuery.add, 1, "one")
                attempts.add(1)
                if attempts.all.count == 1 { _ = try transaction.rows(sql: Self.cut) }
            }
            let found = try await store.read { reader in
                attempts.add(2)
                if attempts.all.count == 3 { _ = try reader.rows(sql: Self.cut) }
                return try reader.first(NoteQuery.count)?.get(0, as: Int.self)
            }
            #expect(found == 1)
            #expect(attempts.all == [1, 1, 2, 2])
        }
    }

    private static let cut = "SELECT pg_terminate_backend(pg_backend_pid())"

    @Test func `a connection that is cut while it commits leaves it unknown`() async throws {
        try await withNotes(.postgres) { store in
            try await store.write { transaction in
                try transaction.run(
                    script: """
                        CREATE FUNCTION cut() RETURNS trigger LANGUAGE plpgsql AS
                        'BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); RETURN NEW; END';
                        CREATE CONSTRAINT TRIGGER cut AFTER INSERT ON note DEFERRABLE INITIALLY DEFERRED
                        FOR EACH ROW EXECUTE FUNCTION cut();
                        """
                )
            }
            let error = await #expect(throws: StoreError.self) {
                try await store.write { transaction in
                    try transaction.run(NoteQuery.add, 1, "one")
                    transaction.afterCommit { Issue.record("it was not committed") }
                }
            }
            guard case .outcomeUnknown = error else {
                Issue.record("\(String(describing: error))")
                return
            }
            // What follows a later commit is not held up by the one that failed.
            await confirmation { told in
                _ = try? await store.write { transaction in
                    _ = try transaction.rows(sql: "SELECT 1")
                    transaction.afterCommit { told() }
                }
            }
        }
    }

    @Test func `of two writes in deadlock one runs again`() async throws {
        try await withNotes(.postgres) { store in
            try await store.write { transaction in
                for id in 1...2 { try transaction.run(NoteQuery.add, id, "note") }
            }
            let attempts = Record<Int>()
            let locked = [DispatchSemaphore(value: 0), DispatchSemaphore(value: 0)]
            try await withThrowingTaskGroup(of: Void.self) { group in
                for side in 0...1 {
                    group.addTask {
                        try await store.write { transaction in
                            let isFirst = !attempts.all.contains(side)
                            attempts.add(side)
                            try transaction.run(sql: Self.touch, arguments: [side + 1])
                            locked[side].signal()
                            if isFirst { locked[1 - side].wait() }
                            try transaction.run(sql: Self.touch, arguments: [2 - side])
                        }
                    }
                }
                try await group.waitForAll()
            }
            // The one that runs again may be first at the row that the other waits for, and run a third time.
            #expect(attempts.all.count >= 3)
            let bodies: [String] = try await store.read { reader in
                try reader.rows(sql: "SELECT body FROM note").map { try $0.get("body") }
            }
            #expect(bodies == ["note!!", "note!!"])
        }
    }

    private static let touch = "UPDATE note SET body = body || '!' WHERE id = ?"

    @Test func `a lock has one holder and goes with its session`() async throws {
        try await withStore(.postgres) { store in
            let first = try await store.lockSession()
            let second = try await store.lockSession()
            #expect(try await first.tryLock(7))
            #expect(try await first.tryLock(7))
            #expect(try await second.tryLock(7) == false)
            #expect(try await second.tryLock(8))
            try await first.unlock(7)
            #expect(try await second.tryLock(7))
            await second.close()
            #expect(await second.isAlive() == false)
            await #expect(throws: StoreError.unavailable("the lock session has ended")) { try await second.tryLock(9) }
            // The server notices the end of a session in its own time.
            while try await !first.tryLock(7) { await Task.yield() }
            await first.close()
        }
    }

    @Test func `locks of one schema are not another's`() async throws {
        try await withStore(.postgres) { one in
            try await withStore(.postgres) { other in
                let sessions = [try await one.lockSession(), try await other.lockSession()]
                for session in sessions { #expect(try await session.tryLock(7)) }
                for session in sessions { await session.close() }
            }
        }
    }

    @Test func `a lock session that is cut says that it is dead`() async throws {
        try await withStore(.postgres) { store in
            let session = try await store.lockSession()
            #expect(try await session.tryLock(7))
            #expect(await session.isAlive())
            try await store.write { transaction in
                _ = try transaction.rows(
                    sql: """
                        SELECT pg_terminate_backend(pid) FROM pg_stat_activity
                        WHERE application_name = 'mynah ' || current_schema() AND pid <> pg_backend_pid()
                        """
                )
            }
            #expect(await session.isAlive() == false)
            await #expect(throws: StoreError.self) { try await session.tryLock(7) }
        }
    }

    @Test(arguments: [
        ("mysql://localhost/x", "gateway"), ("postgres://[::1/x", "gateway"), ("postgres://h/x", "Gate way"),
        ("postgres://h/x", ""),
    ])
    func `refuses what is no address`(url: String, schema: String) {
        #expect(throws: StoreError.self) { try PostgresStore(url: url, schema: schema) }
    }

    @Test func `a server that is not there is named after a while`() async throws {
        let store = try PostgresStore(url: "postgres://127.0.0.1:1/x", schema: "gateway", connections: 2)
        let error = await #expect(throws: StoreError.self) { try await store.write { _ in } }
        guard case .unavailable(let text) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(text.contains("127.0.0.1"))
        await store.close()
    }

    @Test func `what follows commits waits for the lower numbers`() {
        let order = CommitOrder()
        let told = Record<Int>()
        let numbers = (0..<4).map { _ in order.takeNumber() }
        order.finish(numbers[2], [{ told.add(2) }])
        order.finish(numbers[1], [])
        #expect(told.all.isEmpty)
        order.finish(numbers[0], [{ told.add(0) }])
        order.finish(numbers[3], [{ told.add(3) }])
        #expect(told.all == [0, 2, 3])
    }
}
