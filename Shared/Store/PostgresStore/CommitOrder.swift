import Synchronization

/// Brings what follows each commit into one order, though several connections commit at once.
///
/// A number is taken before `COMMIT` is sent, while the transaction still holds its locks: of two writes that touch
/// one row, the one that commits first has the lower number.
final class CommitOrder: Sendable {
    private struct State {
        var taken = 0
        /// The number whose turn it is.
        var turn = 0
        var ready: [Int: [@Sendable () -> Void]] = [:]
        var isRunning = false
    }

    private let state = Mutex(State())

    func takeNumber() -> Int {
        state.withLock { state in
            defer { state.taken += 1 }
            return state.taken
        }
    }

    /// Runs the actions when all lower numbers have run theirs, on this thread or another.
    /// - Parameter actions: empty when the commit failed.
    func finish(_ number: Int, _ actions: [@Sendable () -> Void]) {
        let isFree = state.withLock { state in
            state.ready[number] = actions
            defer { state.isRunning = true }
            return !state.isRunning
        }
        guard isFree else { return }
        while let actions = next() {
            for action in actions { action() }
        }
    }

    private func next() -> [@Sendable () -> Void]? {
        state.withLock { state in
            guard let actions = state.ready.removeValue(forKey: state.turn) else {
                state.isRunning = false
                return nil
            }
            state.turn += 1
            return actions
        }
    }
}
