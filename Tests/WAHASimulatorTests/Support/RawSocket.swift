import Glibc

/// A TCP connection to loopback that says one thing and listens.
final class RawSocket {
    private let descriptor: Int32
    private var heard: [UInt8] = []

    /// - Parameter text: what is said at once.
    init(port: UInt16, saying text: String) {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var patience = timeval(tv_sec: 10, tv_usec: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                _ = connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        send(descriptor, text, text.utf8.count, Int32(MSG_NOSIGNAL))
    }

    deinit { close(descriptor) }

    /// Listens until the bytes have been heard; false when the other end is silent for 10 s, or gone.
    func hears(_ bytes: [UInt8]) -> Bool {
        var chunk = [UInt8](repeating: 0, count: 16_384)
        while heard.firstRange(of: bytes) == nil {
            let count = recv(descriptor, &chunk, chunk.count, 0)
            guard count > 0 else { return false }
            heard += chunk.prefix(count)
        }
        return true
    }
}
