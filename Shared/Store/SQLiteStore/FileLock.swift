import CSQLite
import Glibc
package import Store
import Synchronization

/// A lock file: held by one process, and free again when it ends in whatever way.
package final class FileLock: Sendable {
    private let descriptor: Mutex<Int32?>

    private init(_ descriptor: Int32) {
        self.descriptor = Mutex(descriptor)
    }

    deinit { release() }

    /// - Parameter onWaiting: called once when another process holds it.
    /// - Throws: ``StoreError/engine(code:function:text:)`` when the file cannot be made or locked.
    package static func acquire(path: String, onWaiting: @Sendable () -> Void) async throws -> FileLock {
        let descriptor = try open(path)
        let lock = FileLock(descriptor)
        var hasWaited = false
        while try !take(descriptor, path) {
            if !hasWaited { onWaiting() }
            hasWaited = true
            try await Task.sleep(for: .milliseconds(100))
        }
        return lock
    }

    /// Does not wait.
    /// - Returns: nil when another process holds it, or this one does.
    /// - Throws: ``StoreError/engine(code:function:text:)`` when the file cannot be made or locked.
    package static func take(path: String) throws(StoreError) -> FileLock? {
        let descriptor = try open(path)
        let lock = FileLock(descriptor)
        return try take(descriptor, path) ? lock : nil
    }

    private static func open(_ path: String) throws(StoreError) -> Int32 {
        // Closed on exec, or a child such as a converter would keep the lock after this process.
        let descriptor = Glibc.open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw failure("open \(path)", errno) }
        return descriptor
    }

    /// - Returns: whether it is held now.
    private static func take(_ descriptor: Int32, _ path: String) throws(StoreError) -> Bool {
        while csqlite_try_lock(descriptor) != 0 {
            let code = errno
            if code == EWOULDBLOCK { return false }
            guard code == EINTR else { throw failure("flock \(path)", code) }
        }
        return true
    }

    package func release() {
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
