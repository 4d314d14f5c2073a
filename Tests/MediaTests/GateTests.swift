import Contracts
import Synchronization
import Testing

@testable import media

@Suite(.timeLimit(.minutes(1))) struct GateTests {
    private final class Watch: Sendable {
        private let state = Mutex((running: 0, most: 0, done: 0))

        var most: Int { state.withLock { $0.most } }
        var done: Int { state.withLock { $0.done } }

        func begin() {
            state.withLock { state in
                state.running += 1
                state.most = max(state.most, state.running)
            }
        }

        func end() {
            state.withLock { state in
                state.running -= 1
                state.done += 1
            }
        }
    }

    @Test func `lets so many through at one time, and all in the end`() async throws {
        let gate = Gate(width: 2, queue: 100)
        let state = Watch()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<50 {
                group.addTask {
                    try await gate.run {
                        state.begin()
                        for _ in 0..<10 { await Task.yield() }
                        state.end()
                    }
                }
            }
            try await group.waitForAll()
        }
        #expect(state.most == 2)
        #expect(state.done == 50)
    }

    @Test func `refuses what is too much, lets go of who is cancelled, and goes on`() async throws {
        let gate = Gate(width: 1, queue: 1)
        let (opened, open) = AsyncStream<Void>.makeStream()
        let (entered, enter) = AsyncStream<Void>.makeStream()
        let first = Task {
            try await gate.run {
                enter.yield()
                for await _ in opened { break }
            }
        }
        for await _ in entered { break }
        let second = Task { try await gate.run {} }
        // Whoever comes third is refused once the second waits.
        var refused: Problem?
        while refused == nil {
            let third = Task { try await gate.run {} }
            await Task.yield()
            third.cancel()
            do { try await third.value } catch let problem as Problem { refused = problem } catch {}
        }
        #expect(refused?.status == 503)
        second.cancel()
        await #expect(throws: CancellationError.self) { try await second.value }
        open.yield()
        try await first.value
        #expect(try await gate.run { 7 } == 7)
    }
}
