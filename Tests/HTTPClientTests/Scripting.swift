import Foundation
import Synchronization

/// Makes a peer slow; only on a peer's own thread.
func pause(milliseconds: UInt32) {
    usleep(milliseconds * 1000)
}

/// True as often as said, then false.
final class Countdown: Sendable {
    private let left: Mutex<Int>

    init(_ count: Int) { left = Mutex(count) }

    func take() -> Bool {
        left.withLock { left in
            left -= 1
            return left >= 0
        }
    }
}
