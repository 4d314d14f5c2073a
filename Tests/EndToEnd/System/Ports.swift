import Glibc
import Synchronization
import TestPeers

/// Free ports on loopback, below those that the kernel hands out: a service that was killed finds its own free again.
enum Ports {
    private static let range: Range<UInt16> = 18_000..<32_000
    private static let next = Mutex(UInt16.random(in: range))

    static func free() throws -> Int {
        for _ in range {
            let port = next.withLock { next in
                next = next + 1 == range.upperBound ? range.lowerBound : next + 1
                return next
            }
            if isFree(port) { return Int(port) }
        }
        throw SpawnError(call: "bind", code: EADDRINUSE)
    }

    private static func isFree(_ port: UInt16) -> Bool {
        let socket = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard socket >= 0 else { return false }
        defer { close(socket) }
        var address = sockaddr_in.loopback(port)
        return withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
                bind(socket, pointer, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
            }
        }
    }
}
