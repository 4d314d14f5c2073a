import Dispatch
import Synchronization

/// Where calls that block are made, so that they hold up no other task: the shared pool has one thread per core.
///
/// Its threads are those of serial dispatch queues: each gets one when it has work, while concurrent queues share as
/// many as there are cores, which a few blocked calls would use up.
package final class BlockingQueue: Sendable {
    private struct State {
        /// Indices of threads without work.
        var idle: [Int]
        var waiting: [@Sendable () -> Void] = []
        /// The first of `waiting` that has not begun.
        var first = 0

        mutating func next() -> (@Sendable () -> Void)? {
            guard first < waiting.count else {
                waiting = []
                first = 0
                return nil
            }
            let next = waiting[first]
            first += 1
            if first > 64, first * 2 > waiting.count {
                waiting.removeFirst(first)
                first = 0
            }
            return next
        }
    }

    private let threads: [DispatchQueue]
    private let state: Mutex<State>

    /// - Parameter width: how many calls are made at one time, 1 or more. The others wait, in order and without limit:
    ///   their callers do.
    package init(_ label: String, width: Int = 1) {
        threads = (0..<width).map { DispatchQueue(label: "\(label).\($0)") }
        state = Mutex(State(idle: Array(0..<width)))
    }

    /// Makes the call on a thread of the queue. Cancellation does not stop it.
    package func run<R: Sendable>(_ work: @escaping @Sendable () throws -> R) async throws -> R {
        try await withCheckedThrowingContinuation { continuation in
            add { continuation.resume(with: Result { try work() }) }
        }
    }

    private func add(_ work: @escaping @Sendable () -> Void) {
        let woken = state.withLock { state in
            state.waiting.append(work)
            return state.idle.popLast()
        }
        if let woken { threads[woken].async { self.work(as: woken) } }
    }

    private func work(as index: Int) {
        while true {
            let next = state.withLock { state in
                let next = state.next()
                if next == nil { state.idle.append(index) }
                return next
            }
            guard let next else { return }
            next()
        }
    }
}
