import Dispatch
import Synchronization

/// Where calls that block are made, so that they hold up no other task: the shared pool has one thread per core.
package final class BlockingQueue: Sendable {
    private struct State {
        var running = 0
        var waiting: [@Sendable () -> Void] = []
        /// The first of `waiting` that has not begun.
        var first = 0
    }

    private let queue: DispatchQueue
    private let width: Int
    private let state = Mutex(State())

    /// - Parameter width: how many calls are made at one time, 1 or more. The others wait, in order and without limit:
    ///   their callers do.
    package init(_ label: String, width: Int = 1) {
        queue = DispatchQueue(label: label, attributes: .concurrent)
        self.width = width
    }

    /// Makes the call on a thread of the queue. Cancellation does not stop it.
    package func run<R: Sendable>(_ work: @escaping @Sendable () throws -> R) async throws -> R {
        try await withCheckedThrowingContinuation { continuation in
            add { continuation.resume(with: Result { try work() }) }
        }
    }

    private func add(_ work: @escaping @Sendable () -> Void) {
        let begins = state.withLock { state in
            state.waiting.append(work)
            guard state.running < width else { return false }
            state.running += 1
            return true
        }
        if begins { queue.async { while let next = self.next() { next() } } }
    }

    private func next() -> (@Sendable () -> Void)? {
        state.withLock { state in
            guard state.first < state.waiting.count else {
                state = State(running: state.running - 1)
                return nil
            }
            let next = state.waiting[state.first]
            state.first += 1
            if state.first > 64, state.first * 2 > state.waiting.count {
                state.waiting.removeFirst(state.first)
                state.first = 0
            }
            return next
        }
    }
}
