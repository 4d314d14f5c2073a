import CEpoll
import Glibc

/// Wakes a thread that polls, from any other.
package final class Wakeup: Sendable {
    /// Readable from the first wish on.
    package let descriptor: Int32

    /// - Returns: nil when the process has no file descriptor left: `errno` tells.
    package init?() {
        let descriptor = eventfd(0, Int32(EFD_NONBLOCK | EFD_CLOEXEC))
        guard descriptor >= 0 else { return nil }
        self.descriptor = descriptor
    }

    deinit { close(descriptor) }

    package func wake() {
        eventfd_write(descriptor, 1)
    }

    /// Forgets the wishes so far, so that polling waits for the next one.
    package func reset() {
        var count: UInt64 = 0
        eventfd_read(descriptor, &count)
    }
}
