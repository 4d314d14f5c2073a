import CMicroHTTP
import Glibc
import Synchronization

/// One accepted connection, from its first byte to its last.
final class Peer: Sendable {
    struct State {
        /// The request being answered.
        var exchange: Exchange?
        /// Since when the next request is waited for.
        var waitingSince = ContinuousClock.now
        /// Whether a request has come on this connection.
        var isProven = false
        /// Bytes may still come that nobody will read: close it gently.
        var lingers = false
        /// It speaks another protocol now.
        var isUpgraded = false
    }

    /// Open while the peer is registered.
    let socket: Int32
    let state = Mutex(State())

    init(socket: Int32) {
        self.socket = socket
    }

    /// Numeric; empty when the kernel does not tell.
    var address: String {
        var storage = sockaddr_storage()
        var size = socklen_t(MemoryLayout<sockaddr_storage>.size)
        var text = [CChar](repeating: 0, count: Int(NI_MAXHOST))
        let failed = withUnsafeMutablePointer(to: &storage) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                getpeername(socket, address, &size) != 0
                    || getnameinfo(address, size, &text, socklen_t(text.count), nil, 0, NI_NUMERICHOST) != 0
            }
        }
        return failed ? "" : String(decoding: text.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    }

    /// Whether the other end has sent what nobody read.
    var hasUnreadBytes: Bool {
        var count: Int32 = 0
        return ioctl(socket, UInt(FIONREAD), &count) == 0 && count > 0
    }

    func began(_ exchange: Exchange) {
        state.withLock {
            $0.exchange = exchange
            $0.isProven = true
        }
    }

    func ended() {
        state.withLock {
            $0.exchange = nil
            $0.waitingSince = .now
        }
    }
}
