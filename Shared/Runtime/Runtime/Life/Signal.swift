import Synchronization

/// Wakes one part of a process that waits for work. Many wakes before it looks are one, and none is lost.
package final class Signal: Sendable {
    private enum State {
        case quiet
        case raised
        case waiting(CheckedContinuation<Void, Never>)
    }

    private let state = Mutex(State.quiet)

    package init() {}

    /// From any thread; never blocks.
    package func wake() {
        let waiter = state.withLock { state -> CheckedContinuation<Void, Never>? in
            guard case .waiting(let continuation) = state else {
                state = .raised
                return nil
            }
            state = .quiet
            return continuation
        }
        waiter?.resume()
    }

    /// Returns when woken since the last wait, when the time is over or when the task is cancelled. One at a time waits.
    package func wait(atMost duration: Duration) async {
        await withTaskGroup(of: Void.self) { group in
            group.addTask {
                guard (try? await Task.sleep(for: duration)) != nil else { return }
                self.wake()
            }
            await wait()
            group.cancelAll()
        }
    }

    /// Returns when woken since the last wait, or when the task is cancelled. One at a time waits.
    package func wait() async {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isRaised = state.withLock { state in
                    if case .raised = state {
                        state = .quiet
                        return true
                    }
                    state = .waiting(continuation)
                    return false
                }
                if isRaised || Task.isCancelled { isRaised ? continuation.resume() : wake() }
            }
        } onCancel: {
            wake()
        }
    }
}
