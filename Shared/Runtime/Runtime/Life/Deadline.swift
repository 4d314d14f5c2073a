import Dispatch
import Glibc
import Synchronization

/// Does something after a time unless it is cancelled before: on a thread of its own, so that it comes even when all
/// threads for tasks are held up.
package final class Deadline: Sendable {
    private struct State {
        var timer: (any DispatchSourceTimer)?
        var isCancelled = false
    }

    private let duration: Duration
    private let expired: @Sendable () -> Void
    private let state = Mutex(State())

    package init(_ duration: Duration, expired: @escaping @Sendable () -> Void) {
        self.duration = duration
        self.expired = expired
    }

    /// Ends the process with status 1, at once.
    package static let endProcess: @Sendable () -> Void = { _exit(1) }

    /// Begins to count; later calls change nothing, nor does one after ``cancel()``.
    @Sendable package func start() {
        state.withLock { state in
            guard state.timer == nil, !state.isCancelled else { return }
            let timer = DispatchSource.makeTimerSource(queue: DispatchQueue(label: "deadline"))
            timer.schedule(deadline: .now() + .milliseconds(Int(duration / .milliseconds(1))))
            timer.setEventHandler(handler: expired)
            timer.resume()
            state.timer = timer
        }
    }

    package func cancel() {
        state.withLock { state in
            state.isCancelled = true
            state.timer?.cancel()
        }
    }
}
