import Synchronization

/// Who listens to broadcasts of our own service.
final class BroadcastListeners: Sendable {
    private struct State {
        var listeners: [Int: (name: String, payloads: AsyncStream<[UInt8]>.Continuation)] = [:]
        var next = 0
    }

    private let state = Mutex(State())

    /// - Parameter limit: a listener that falls further behind loses the oldest.
    /// - Returns: the stream, and whether it is the first of its name.
    func open(_ name: String, limit: Int, closed: @escaping @Sendable () -> Void) -> (AsyncStream<[UInt8]>, Bool) {
        let (payloads, continuation) = AsyncStream.makeStream(
            of: [UInt8].self,
            bufferingPolicy: .bufferingNewest(limit)
        )
        let (number, isFirst) = state.withLock { state in
            let isFirst = !state.listeners.values.contains { $0.name == name }
            state.next += 1
            state.listeners[state.next] = (name, continuation)
            return (state.next, isFirst)
        }
        continuation.onTermination = { [weak self] _ in if self?.close(number) == true { closed() } }
        return (payloads, isFirst)
    }

    func receive(_ message: BroadcastMessage) {
        state.withLock { state in
            for listener in state.listeners.values where listener.name == message.name {
                listener.payloads.yield(message.payload)
            }
        }
    }

    /// - Returns: whether it was the last of its name.
    private func close(_ number: Int) -> Bool {
        state.withLock { state in
            guard let name = state.listeners.removeValue(forKey: number)?.name else { return false }
            return !state.listeners.values.contains { $0.name == name }
        }
    }
}
