import Synchronization

/// Lets a loop sleep until it is poked or a time has passed. A poke while nobody sleeps is kept for the next who does;
/// several are one.
final class Nudge: Sendable {
    private enum State {
        case idle, poked
        case sleeping(CheckedContinuation<Void, Never>)
    }

    private let state = Mutex(State.idle)

    /// Never blocks: good on any thread.
    func poke() {
        let sleeper = state.withLock { state -> CheckedContinuation<Void, Never>? in
            if case .sleeping(let sleeper) = state {
                state = .idle
                return sleeper
            }
            state = .poked
            return nil
        }
        sleeper?.resume()
    }

    /// One at a time may wait.
    /// - Throws: `CancellationError`.
    func wait(atMost duration: Duration) async throws {
        let alarm = Task {
            try await Task.sleep(for: duration)
            poke()
        }
        defer { alarm.cancel() }
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isPoked = state.withLock { state in
                    if case .poked = state {
                        state = .idle
                        return true
                    }
                    state = .sleeping(continuation)
                    return false
                }
                if isPoked { continuation.resume() }
            }
        } onCancel: {
            poke()
        }
        try Task.checkCancellation()
    }
}
