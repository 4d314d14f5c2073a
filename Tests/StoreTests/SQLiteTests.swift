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

    /// Ways to fail in a group: SQLite undoes all of it, a statement breaks a rule after another was run, the caller
    /// throws before it has changed anything or after.
    enum Fault: CaseIterable {
        case undoesAll, breaksRule, throwsAtOnce, throwsLate
    }

    private struct Refused: Error {}

    @Test(arguments: Fault.allCases)
    func `a write that fails in a group fails alone`(fault: Fault) async throws {
        try await withNotes(.sqlite) { store in
            try await store.write { try $0.run(NoteQuery.add, 1, "one") }
            // Twice: after a failure the next groups set savepoints.
            for round in 1...2 {
                let outcomes = try await Self.group(round * 100..<round * 100 + 10, on: store) { id, transaction in
                    let fails = id % 100 == 4
                    if fails, fault == .throwsAtOnce { throw Refused() }
                    try transaction.run(NoteQuery.add, id, "note")
                    if fails, fault == .throwsLate { throw Refused() }
                    if fails, fault == .breaksRule { try transaction.run(NoteQuery.add, 1, "again") }
                    if fails, fault == .undoesAll {
                        try transaction.run(sql: "INSERT OR ROLLBACK INTO note (id) VALUES (1)")
                    }
                }
                #expect(outcomes.filter { !$0.value }.map(\.key) == [round * 100 + 4])
                let found = try await count(store)
                #expect(found == 1 + round * 9)
            }
        }
    }

    /// Holds the writer until all of the writes wait, so that they make one group.
    private static func group(
        _ ids: Range<Int>,
        on store: any Store,
        _ work: @escaping @Sendable (Int, any Transaction) throws -> Void
    ) async throws -> [Int: Bool] {
        let (isHeld, tell) = AsyncStream.makeStream(of: Void.self)
        let gate = DispatchSemaphore(value: 0)
        return try await withThrowingTaskGroup(of: (Int, Bool)?.self) { group in
            group.addTask {
                try await store.write { _ in
                    tell.yield()
                    gate.wait()
                }
                return nil
            }
            for await _ in isHeld { break }
            for id in ids {
                group.addTask { (id, (try? await store.write { try work(id, $0) }) != nil) }
            }
            try await Task.sleep(for: .milliseconds(50))
            gate.signal()
            return try await group.reduce(into: [:]) { outcomes, outcome in
                if let outcome { outcomes[outcome.0] = outcome.1 }
            }
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
