import Contracts
import Synchronization

/// Lets some work through at one time; the rest waits in order, up to a number.
final class Gate: Sendable {
    private struct State {
        var free: Int
        var waiting: [(id: Int, wake: CheckedContinuation<Bool, Never>)] = []
        var next = 0
    }

    private let queue: Int
    private let state: Mutex<State>

    /// - Parameters:
    ///   - width: how much work runs at one time.
    ///   - queue: how much may wait.
    init(width: Int, queue: Int) {
        self.queue = queue
        state = Mutex(State(free: width))
    }

    /// Does the work when its turn comes.
    /// - Throws: 503 `overloaded` when too much waits already; `CancellationError`; what the work throws.
    func run<Value: Sendable>(_ work: @Sendable () async throws -> Value) async throws -> Value {
        try await enter()
        defer { leave() }
        return try await work()
    }

    private func enter() async throws {
        let id = state.withLock { state in
            state.next += 1
            return state.next
        }
        let isFull = state.withLock { $0.free == 0 && $0.waiting.count >= queue }
        guard !isFull else { throw Problem(503, "overloaded", "Too many files are being worked on.", retryAfter: 5) }
        let isIn = await withTaskCancellationHandler {
            await withCheckedContinuation { (turn: CheckedContinuation<Bool, Never>) in
                let isSettled = state.withLock { state -> Bool? in
                    guard !Task.isCancelled else { return false }
                    guard state.free == 0 else {
                        state.free -= 1
                        return true
                    }
                    state.waiting.append((id, turn))
                    return nil
                }
                if let isSettled { turn.resume(returning: isSettled) }
            }
        } onCancel: {
            let waiter = state.withLock { state in
                state.waiting.firstIndex { $0.id == id }.map { state.waiting.remove(at: $0) }
            }
            waiter?.wake.resume(returning: false)
        }
        guard isIn else { throw CancellationError() }
    }

    private func leave() {
        let next = state.withLock { state -> CheckedContinuation<Bool, Never>? in
            guard state.waiting.isEmpty else { return state.waiting.removeFirst().wake }
            state.free += 1
            return nil
        }
        next?.resume(returning: true)
    }
}
