import Dispatch
import Glibc
import Synchronization

/// Does something after a time unless it is cancelled before: on a thread of its own, so that it comes even when all
/// threads for tasks are held up.
package final class Deadline: Sendable {
    private let duration: Duration
    private let expired: @Sendable () -> Void
    private let timer = Mutex<(any DispatchSourceTimer)?>(nil)

    package init(_ duration: Duration, expired: @escaping @Sendable () -> Void) {
        self.duration = duration
        self.expired = expired
    }

    /// Ends the process with status 1, at once.
    package static let endProcess: @Sendable () -> Void = { _exit(1) }

    /// Begins to count; later calls change nothing.
    package func start() {
        timer.withLock { timer in
            guard timer == nil else { return }
            let source = DispatchSource.makeTimerSource(queue: .global(qos: .userInitiated))
            source.schedule(deadline: .now() + .milliseconds(Int(duration / .milliseconds(1))))
            source.setEventHandler(handler: expired)
            source.resume()
            timer = source
        }
    }

    package func cancel() {
        timer.withLock { $0?.cancel() }
    }
}
