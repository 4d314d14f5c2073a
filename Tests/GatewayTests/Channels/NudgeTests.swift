import Testing

@testable import gateway

@Suite(.timeLimit(.minutes(1)))
struct NudgeTests {
    @Test func `a poke before the wait is not missed`() async throws {
        let nudge = Nudge()
        let pokes = nudge.pokes
        nudge.poke()
        try await nudge.wait(after: pokes, atMost: .seconds(600))
    }

    @Test func `one poke wakes all who sleep`() async throws {
        let nudge = Nudge()
        let pokes = nudge.pokes
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<5 { group.addTask { try await nudge.wait(after: pokes, atMost: .seconds(600)) } }
            try await Task.sleep(for: .milliseconds(20))
            nudge.poke()
            try await group.waitForAll()
        }
    }

    @Test func `the time wakes too`() async throws {
        let nudge = Nudge()
        try await nudge.wait(after: nudge.pokes, atMost: .milliseconds(1))
    }

    @Test func `cancellation ends the wait`() async {
        let nudge = Nudge()
        let task = Task { try await nudge.wait(after: nudge.pokes, atMost: .seconds(600)) }
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
    }
}
