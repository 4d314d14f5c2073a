import Glibc
import Synchronization

/// One open file, closed once.
package final class FileDescriptor: Sendable {
    /// Valid until ``close()``.
    package let raw: Int32
    private let isOpen = Mutex(true)

    package init(_ raw: Int32) { self.raw = raw }

    deinit { close() }

    package func close() {
        isOpen.withLock { isOpen in
            if isOpen { _ = Glibc.close(raw) }
            isOpen = false
        }
    }
}
