import CMicroHTTP
import Glibc

/// A listening socket, bound but not yet accepting.
struct Listener: Sendable {
    let socket: Int32
    let port: UInt16

    /// - Parameters:
    ///   - host: a name or an address to listen on.
    ///   - port: 0 takes a free one.
    init(host: String, port: UInt16) throws(HTTPServerError) {
        var hints = addrinfo()
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        hints.ai_flags = AI_PASSIVE | AI_NUMERICSERV
        var found: UnsafeMutablePointer<addrinfo>?
        let result = getaddrinfo(host, String(port), &hints, &found)
        guard result == 0, let found else {
            throw .noSuchHost(host, reason: String(cString: gai_strerror(result)))
        }
        defer { freeaddrinfo(found) }
        let flags = Int32(SOCK_STREAM.rawValue | SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue)
        let socket = Glibc.socket(found.pointee.ai_family, flags, 0)
        var yes: Int32 = 1
        setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &yes, socklen_t(MemoryLayout<Int32>.size))
        guard socket >= 0, bind(socket, found.pointee.ai_addr, found.pointee.ai_addrlen) == 0, listen(socket, 4096) == 0
        else {
            let code = errno
            if socket >= 0 { close(socket) }
            throw .couldNotBind(host: host, port: port, code: code)
        }
        self.socket = socket
        self.port = Self.boundPort(socket)
    }

    private static func boundPort(_ socket: Int32) -> UInt16 {
        var storage = sockaddr_storage()
        var size = socklen_t(MemoryLayout<sockaddr_storage>.size)
        return withUnsafeMutablePointer(to: &storage) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { _ = getsockname(socket, $0, &size) }
            // The port is at the same place in sockaddr_in and sockaddr_in6.
            return pointer.withMemoryRebound(to: sockaddr_in.self, capacity: 1) {
                UInt16(bigEndian: $0.pointee.sin_port)
            }
        }
    }
}
