import Synchronization

/// Requests that were handed over together, until each is answered.
final class Turn: Sendable {
    let began = ContinuousClock.now
    private let open: Atomic<Int>
    private let loop: EventLoop

    init(_ count: Int, on loop: EventLoop) {
        open = Atomic(count)
        self.loop = loop
    }

    var isOver: Bool { open.load(ordering: .acquiring) <= 0 }

    /// One of them is: the last one wakes the loop.
    func answered() {
        if open.subtract(1, ordering: .acquiringAndReleasing).newValue == 0 { loop.wake() }
    }
}
