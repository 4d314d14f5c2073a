import Synchronization

/// Lets loops sleep until they are poked or a time has passed. A loop remembers how many pokes it has seen, so that one
/// that comes while it works is not missed.
final class Nudge: Sendable {
    private struct State {
        var pokes = 0
        var next = 0
        var sleepers: [Int: CheckedContinuation<Void, Never>] = [:]
        /// Woken before they slept: cancelled.
        var woken: Set<Int> = []
    }

    private let state = Mutex(State())

    /// How often it was poked.
    var pokes: Int { state.withLock { $0.pokes } }

    /// Never blocks: good on any thread.
    func poke() {
        let sleepers = state.withLock { state in
            state.pokes += 1
            defer { state.sleepers = [:] }
            return Array(state.sleepers.values)
        }
        for sleeper in sleepers { sleeper.resume() }
    }

    /// Returns at once when it was poked since `pokes` was read.
    /// - Throws: `CancellationError`.
    func wait(after pokes: Int, atMost duration: Duration) async throws {
        await withTaskGroup(of: Void.self) { group in
            group.addTask { try? await Task.sleep(for: duration) }
            group.addTask { await self.sleep(after: pokes) }
            await group.next()
            group.cancelAll()
        }
        try Task.checkCancellation()
    }

    private func sleep(after pokes: Int) async {
        let id = state.withLock { state in
            state.next += 1
            return state.next
        }
        await withTaskCancellationHandler {
            await withCheckedContinuation { sleeper in
                let sleeps = state.withLock { state in
                    guard state.pokes == pokes, state.woken.remove(id) == nil else { return false }
                    state.sleepers[id] = sleeper
                    return true
                }
                if !sleeps { sleeper.resume() }
            }
        } onCancel: {
            wake(id)
        }
        state.withLock { _ = $0.woken.remove(id) }
    }

    private func wake(_ id: Int) {
        let sleeper = state.withLock { state in
            let sleeper = state.sleepers.removeValue(forKey: id)
            if sleeper == nil { state.woken.insert(id) }
            return sleeper
        }
        sleeper?.resume()
    }
}
