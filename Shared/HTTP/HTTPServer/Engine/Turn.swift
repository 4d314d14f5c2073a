import Synchronization

/// Requests that were handed over together, until each is answered.
final class Turn: Sendable {
    let began = ContinuousClock.now
    private let exchanges: [Exchange]
    private let open: Atomic<Int>
    private let loop: EventLoop

    init(_ exchanges: [Exchange], on loop: EventLoop) {
        self.exchanges = exchanges
        open = Atomic(exchanges.count)
        self.loop = loop
    }

    var isOver: Bool { open.load(ordering: .acquiring) <= 0 }

    /// One of them is answered. The first that the loop can write wakes it: they need not wait for the last.
    func answered() {
        open.subtract(1, ordering: .releasing)
        loop.wake()
    }

    /// Has the ones that are still open waited for as any other request.
    func end() {
        for exchange in exchanges { exchange.isInTurn.store(false, ordering: .relaxed) }
    }
}
