import Dispatch
import Foundation
import Store
import TestSupport
import Testing

@testable import SQLiteStore

@Suite(.timeLimit(.minutes(1)))
struct SQLiteTests {
    @Test func `what was committed is there after the process is gone`() async throws {
        let place = try StorePlace(.sqlite)
        let copy = try StorePlace(.sqlite)
        let store = try await place.open()
        try await store.migrate("notes", Fixture.migrations)
        for id in 0..<20 { try await store.write { try $0.run(NoteQuery.add, id, "note") } }
        // The files as a killed process leaves them: nothing was closed, the log was not folded in.
        for end in ["", "-wal"] {
            try FileManager.default.copyItem(atPath: place.name + end, toPath: copy.name + end)
        }
        let reopened = try await copy.open()
        try await reopened.migrate("notes", Fixture.migrations)
        let found = try await count(reopened)
        #expect(found == 20)
        await reopened.close()
        await store.close()
        await place.remove()
        await copy.remove()
    }

    @Test func `a second store waits, says so and goes on when the first ends`() async throws {
        let place = try StorePlace(.sqlite)
        let first = try await SQLiteStore(path: place.name)
        let (waiting, tell) = AsyncStream.makeStream(of: Void.self)
        async let second = SQLiteStore(path: place.name, onWaiting: { tell.yield() })
        for await _ in waiting { break }
        await first.close()
        await (try second).close()
        await place.remove()
    }

    @Test func `waiting for the file can be cancelled`() async throws {
        let place = try StorePlace(.sqlite)
        let first = try await SQLiteStore(path: place.name)
        let (waiting, tell) = AsyncStream.makeStream(of: Void.self)
        let second = Task { try await SQLiteStore(path: place.name, onWaiting: { tell.yield() }) }
        for await _ in waiting { break }
        second.cancel()
        await #expect(throws: CancellationError.self) { try await second.value }
        await first.close()
        await place.remove()
    }

    @Test func `a write for which SQLite undoes the group fails alone`() async throws {
        try await withNotes(.sqlite) { store in
            let gate = DispatchSemaphore(value: 0)
            try await store.write { try $0.run(NoteQuery.add, 1, "one") }
            let outcomes = try await withThrowingTaskGroup(of: (Int, Bool).self) { group in
                // The writer is held until the others wait, so that they make one group.
                group.addTask { (0, (try? await store.write { _ in gate.wait() }) != nil) }
                for id in 2..<12 {
                    group.addTask {
                        let sql = "INSERT OR ROLLBACK INTO note (id, body) VALUES (?, 'x')"
                        let written = try? await store.write { try $0.run(sql: sql, arguments: [id == 5 ? 1 : id]) }
                        return (id, written == 1)
                    }
                }
                try await Task.sleep(for: .milliseconds(50))
                gate.signal()
                return try await group.reduce(into: [Int: Bool]()) { $0[$1.0] = $1.1 }
            }
            #expect(outcomes.filter { !$0.value }.map(\.key) == [5])
            let found = try await count(store)
            #expect(found == 10)
        }
    }

    @Test func `a file that cannot be opened is named`() async throws {
        let error = await #expect(throws: StoreError.self) { try await SQLiteStore(path: "/absent/store.sqlite") }
        #expect(error?.description.contains("/absent/store.sqlite") == true)
    }

    @Test func `every lock is granted`() async throws {
        try await withStore(.sqlite) { store in
            let locks = [try await store.lockSession(), try await store.lockSession()]
            for lock in locks {
                #expect(try await lock.tryLock(1))
                #expect(await lock.isAlive())
            }
        }
    }
}
