import Synchronization

/// Requests of one ``EventLoop`` that are handed over together: those that came whole in one look at its connections.
///
/// They are not suspended while their answers are waited for, which is mostly for a few milliseconds: to suspend and to
/// resume a connection costs a third of what it takes to receive a request.
///
/// All but the answers is called on the loop's thread.
final class Turns: Sendable {
    /// A request whose answer takes longer is suspended.
    static let patience: Duration = .milliseconds(20)

    private struct State {
        var gathered: [(exchange: Exchange, body: [UInt8])] = []
        var open: [Turn] = []
    }

    private let state = Mutex(State())

    func gather(_ exchange: Exchange, _ body: [UInt8]) {
        state.withLock { $0.gathered.append((exchange, body)) }
    }

    /// Ends those that are over or take too long: to be called at each look.
    /// - Returns: whether others wait for answers.
    func endOverdue() -> Bool {
        state.withLock { state in
            guard !state.open.isEmpty else { return false }
            let now = ContinuousClock.now
            state.open.removeAll { turn in
                guard turn.isOver || now - turn.began > Self.patience else { return false }
                turn.end()
                return true
            }
            return !state.open.isEmpty
        }
    }

    /// Waits for none of them any longer.
    func end() {
        state.withLock { state in
            for turn in state.open { turn.end() }
            state.open = []
        }
    }

    /// Hands over what was gathered, to each endpoint its own.
    func handOver(on loop: EventLoop) {
        var rest = state.withLock { state in
            defer { state.gathered = [] }
            return state.gathered
        }
        while let endpoint = rest.first?.exchange.endpoint {
            let others = rest.filter { $0.exchange.endpoint.name != endpoint.name }
            let own = others.isEmpty ? rest : rest.filter { $0.exchange.endpoint.name == endpoint.name }
            let turn = Turn(own.map(\.exchange), on: loop)
            state.withLock { $0.open.append(turn) }
            endpoint.take?(own.map { $0.exchange.arrival(of: $0.body, in: turn) })
            rest = others
        }
    }
}
