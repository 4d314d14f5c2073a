import CMicroHTTP
import Glibc
import Synchronization

/// Connections that were closed while their other end still sends: read on for a while, so that the kernel does not
/// reset the connection before the answer is read.
/// - Source: RFC 9112, section 9.6.
final class Linger: Sendable {
    private struct Entry {
        let socket: Int32
        let until: ContinuousClock.Instant
        /// In bytes.
        var read = 0
    }

    private static let time: Duration = .seconds(2)
    /// At once, of all servers' connections; further ones are closed at once.
    private static let most = 256
    /// Of one connection, in bytes.
    private static let mostBytes = 16 << 20
    private let entries = Mutex<[Entry]>([])

    /// Keeps the connection open by a descriptor of its own.
    func add(_ socket: Int32) {
        entries.withLock { entries in
            guard entries.count < Self.most else { return }
            let own = fcntl(socket, F_DUPFD_CLOEXEC, 0)
            guard own >= 0 else { return }
            shutdown(own, Int32(SHUT_WR))
            entries.append(Entry(socket: own, until: .now + Self.time))
        }
    }

    /// Reads and drops what has come; closes what has ended or has lingered enough.
    /// - Parameter isLast: closes all.
    func sweep(isLast: Bool = false) {
        entries.withLock { entries in
            let now = ContinuousClock.now
            entries = entries.compactMap { entry in
                var entry = entry
                let isOpen = Self.drain(&entry)
                if isOpen, !isLast, entry.until > now, entry.read < Self.mostBytes { return entry }
                close(entry.socket)
                return nil
            }
        }
    }

    private static func drain(_ entry: inout Entry) -> Bool {
        withUnsafeTemporaryAllocation(byteCount: 64 * 1024, alignment: 1) { buffer in
            while entry.read < mostBytes {
                let count = recv(entry.socket, buffer.baseAddress, buffer.count, Int32(MSG_DONTWAIT))
                if count < 0 { return errno == EAGAIN || errno == EINTR }
                if count == 0 { return false }
                entry.read += count
            }
            return true
        }
    }
}
