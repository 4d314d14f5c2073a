import Glibc
import Synchronization

/// One open file, closed once.
final class FileDescriptor: Sendable {
    /// Valid until ``close()``.
    let raw: Int32
    private let isOpen = Mutex(true)

    init(_ raw: Int32) { self.raw = raw }

    deinit { close() }

    func close() {
        isOpen.withLock { isOpen in
            if isOpen { _ = Glibc.close(raw) }
            isOpen = false
        }
    }

    /// - Throws: ``SpawnError``.
    static func pipe() throws -> (read: FileDescriptor, write: FileDescriptor) {
        var ends: [Int32] = [0, 0]
        guard Glibc.pipe(&ends) == 0 else { throw SpawnError(call: "pipe", code: errno) }
        return (FileDescriptor(ends[0]), FileDescriptor(ends[1]))
    }
}
