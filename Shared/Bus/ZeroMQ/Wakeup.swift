import CZeroMQ
import Glibc

/// Wakes a thread that polls, from any other.
final class Wakeup: Sendable {
    let descriptor: Int32

    /// - Throws: ``MessagingError`` when the process has no file descriptor left.
    init() throws(MessagingError) {
        descriptor = czmq_eventfd()
        guard descriptor >= 0 else { throw MessagingError("eventfd") }
    }

    deinit { close(descriptor) }

    func wake() {
        var one: UInt64 = 1
        write(descriptor, &one, 8)
    }

    /// Forgets the wishes so far, so that polling waits for the next one.
    func reset() {
        var count: UInt64 = 0
        read(descriptor, &count, 8)
    }
}
