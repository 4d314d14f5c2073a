package import Contracts
import Synchronization

/// Time that moves only when a test says so.
package final class TestClock: Sendable {
    private struct Sleeper {
        let until: Timestamp
        let wake: CheckedContinuation<Void, any Error>
    }

    private struct State {
        var now: Timestamp
        var sleepers: [Int: Sleeper] = [:]
        var next = 0
    }

    private let state: Mutex<State>

    /// - Parameter start: 2026-01-01T00:00:00Z when not given.
    package init(_ start: Timestamp = Timestamp(milliseconds: 1_767_225_600_000)) {
        state = Mutex(State(now: start))
    }

    package var now: Timestamp { state.withLock { $0.now } }

    /// How many wait for the time to move.
    package var sleepers: Int { state.withLock { $0.sleepers.count } }

    package var clock: WallClock {
        WallClock(now: { self.now }, sleep: { try await self.sleep(for: $0) })
    }

    /// Moves on and wakes whose time has come.
    package func advance(by duration: Duration) {
        let due = state.withLock { state in
            state.now = state.now + duration
            let due = state.sleepers.filter { $0.value.until <= state.now }
            for id in due.keys { state.sleepers[id] = nil }
            return due.values.sorted { $0.until < $1.until }
        }
        for sleeper in due { sleeper.wake.resume() }
    }

    private func sleep(for duration: Duration) async throws {
        let id = state.withLock { state in
            state.next += 1
            return state.next
        }
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                // Cancelled before now, nobody would wake it: the handler below has run already.
                let cancelled = state.withLock { state in
                    guard !Task.isCancelled else { return true }
                    guard duration > .zero else { return false }
                    state.sleepers[id] = Sleeper(until: state.now + duration, wake: continuation)
                    return false
                }
                if cancelled { continuation.resume(throwing: CancellationError()) }
                if !cancelled, duration <= .zero { continuation.resume() }
            }
        } onCancel: {
            let sleeper = state.withLock { $0.sleepers.removeValue(forKey: id) }
            sleeper?.wake.resume(throwing: CancellationError())
        }
    }
}
