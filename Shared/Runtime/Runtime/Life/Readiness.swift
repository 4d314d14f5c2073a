import Synchronization

/// What a process still waits for before it can do its work: what `/readyz` shows.
package final class Readiness: Sendable {
    private struct State {
        var parts: [String] = []
        var listeners: [AsyncStream<[String]>.Continuation] = []
    }

    private let state = Mutex(State())

    package init() {}

    /// - Parameter part: as `/readyz` names it: `store`, `bus`, `peer conversations`.
    package func waiting(for part: String) {
        change { parts in
            if !parts.contains(part) { parts.append(part) }
        }
    }

    package func ready(_ part: String) {
        change { parts in parts.removeAll { $0 == part } }
    }

    /// What is not ready yet, in the order it was told.
    package var missing: [String] { state.withLock { $0.parts } }

    package var isReady: Bool { missing.isEmpty }

    /// What is missing now and after each change; who reads slowly sees the newest alone.
    package var changes: AsyncStream<[String]> {
        let (stream, continuation) = AsyncStream.makeStream(of: [String].self, bufferingPolicy: .bufferingNewest(1))
        state.withLock { state in
            state.listeners.append(continuation)
            continuation.yield(state.parts)
        }
        return stream
    }

    private func change(_ body: (inout [String]) -> Void) {
        state.withLock { state in
            let before = state.parts
            body(&state.parts)
            guard state.parts != before else { return }
            state.listeners.removeAll { listener in
                if case .terminated = listener.yield(state.parts) { return true }
                return false
            }
        }
    }
}
