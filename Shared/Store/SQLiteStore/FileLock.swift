import CSQLite
import Glibc
import Store
import Synchronization

/// A lock file: held by one process, and free again when it ends in whatever way.
final class FileLock: Sendable {
    private let descriptor: Mutex<Int32?>

    private init(_ descriptor: Int32) {
        self.descriptor = Mutex(descriptor)
    }

    deinit { release() }

    /// - Parameter onWaiting: called once when another process holds it.
    /// - Throws: ``StoreError/engine(code:function:text:)`` when the file cannot be made or locked.
    static func acquire(path: String, onWaiting: @Sendable () -> Void) async throws -> FileLock {
        // Closed on exec, or a child such as a converter would keep the lock after this process.
        let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw failure("open \(path)", errno) }
        let lock = FileLock(descriptor)
        var hasWaited = false
        while csqlite_try_lock(descriptor) != 0 {
            let code = errno
            guard code == EWOULDBLOCK || code == EINTR else { throw failure("flock \(path)", code) }
            if !hasWaited { onWaiting() }
            hasWaited = true
            try await Task.sleep(for: .milliseconds(100))
        }
        return lock
    }

    func release() {
        let held = descriptor.withLock { descriptor in
            defer { descriptor = nil }
            return descriptor
        }
        if let held { Glibc.close(held) }
    }

    private static func failure(_ function: String, _ code: Int32) -> StoreError {
        .engine(code: String(code), function: function, text: String(cString: strerror(code)))
    }
}
