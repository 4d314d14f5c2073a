import Dispatch
import Glibc
import Synchronization

/// The wish that the process stop: SIGTERM, SIGINT, or ``raise()``.
///
/// Make it first thing in `main`: from then on the signals no longer end the process by themselves.
package final class StopSignal: Sendable {
    private struct State {
        var raised = false
        var waiting: [Int: CheckedContinuation<Void, Never>] = [:]
        var next = 0
        var actions: [@Sendable () -> Void] = []
        var sources: [any DispatchSourceSignal] = []
    }

    /// Serial, so that it gets a thread also when all that tasks share are busy.
    private let queue = DispatchQueue(label: "stop")
    private let state = Mutex(State())

    /// Returns when the signals are listened to, within a millisecond; until then they end the process as ever.
    /// - Parameter signals: none for a stop that only ``raise()`` asks for.
    package init(_ signals: [Int32] = [SIGTERM, SIGINT]) {
        let listening = DispatchSemaphore(value: 0)
        for signal in signals {
            state.withLock { state in
                let source = DispatchSource.makeSignalSource(signal: signal, queue: queue)
                source.setEventHandler { [weak self] in self?.raise() }
                source.setRegistrationHandler { listening.signal() }
                source.resume()
                state.sources.append(source)
            }
        }
        for _ in signals { listening.wait() }
    }

    package var isRaised: Bool { state.withLock { $0.raised } }

    /// Returns at once when it has been raised already. Also returns when the task is cancelled.
    package func wait() async {
        let id = state.withLock { state in
            state.next += 1
            return state.next
        }
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let over = state.withLock { state in
                    guard !state.raised, !Task.isCancelled else { return true }
                    state.waiting[id] = continuation
                    return false
                }
                if over { continuation.resume() }
            }
        } onCancel: {
            state.withLock { $0.waiting.removeValue(forKey: id) }?.resume()
        }
    }

    /// Does the work, unless the stop comes first: then the work is cancelled and waited for.
    /// - Returns: nil when it was stopped.
    package func unless<R: Sendable>(_ work: @escaping @Sendable () async throws -> R) async throws -> R? {
        try await withThrowingTaskGroup(of: R?.self) { group in
            group.addTask {
                await self.wait()
                return nil
            }
            group.addTask { try await work() }
            defer { group.cancelAll() }
            return try await group.next() ?? nil
        }
    }

    /// Calls `action` when it is raised, at once when it has been. It must be quick.
    package func whenRaised(_ action: @escaping @Sendable () -> Void) {
        let isRaised = state.withLock { state in
            if !state.raised { state.actions.append(action) }
            return state.raised
        }
        if isRaised { action() }
    }

    package func raise() {
        let (waiting, actions) = state.withLock { state in
            state.raised = true
            defer { (state.waiting, state.actions) = ([:], []) }
            return (state.waiting.values, state.actions)
        }
        for action in actions { action() }
        for continuation in waiting { continuation.resume() }
    }
}
