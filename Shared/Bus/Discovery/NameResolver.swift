import Glibc
import Runtime

/// Turns the names of peers into the addresses of all their instances.
struct NameResolver: Sendable {
    private let peers: [(host: String, port: String)]
    private let queue = BlockingQueue("bus resolver")

    /// - Parameter peers: `host:port`; text in another form is passed over.
    init(_ peers: [String]) {
        self.peers = peers.compactMap { peer in
            guard let colon = peer.lastIndex(of: ":") else { return nil }
            let host = peer[..<colon].filter { $0 != "[" && $0 != "]" }
            return (String(host), String(peer[peer.index(after: colon)...]))
        }
    }

    /// Asks for all addresses of all names: an instance more of a service is an address more.
    /// - Parameter own: where this instance listens itself.
    /// - Returns: nil when a name could not be asked for just now; one that does not exist (yet) has no addresses.
    func endpoints(butNot own: String) async -> Set<String>? {
        try? await queue.run {
            let ownPort = own.split(separator: ":").last.map(String.init)
            let ownAddresses = Self.addresses()
            var endpoints: Set<String> = []
            for (host, port) in peers {
                for address in try Self.resolve(host) where port != ownPort || !ownAddresses.contains(address) {
                    endpoints.insert(address.contains(":") ? "tcp://[\(address)]:\(port)" : "tcp://\(address):\(port)")
                }
            }
            return endpoints
        }
    }

    private static func resolve(_ host: String) throws -> [String] {
        var hints = addrinfo()
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        var list: UnsafeMutablePointer<addrinfo>?
        let code = getaddrinfo(host, nil, &hints, &list)
        guard code == 0 else {
            if code == EAI_NONAME || code == noAddress { return [] }
            throw Unresolved()
        }
        defer { freeaddrinfo(list) }
        return sequence(first: list, next: { $0?.pointee.ai_next }).compactMap { entry in
            entry.flatMap { text($0.pointee.ai_addr, $0.pointee.ai_addrlen) }
        }
    }

    /// The addresses of this host.
    private static func addresses() -> Set<String> {
        var list: UnsafeMutablePointer<ifaddrs>?
        guard getifaddrs(&list) == 0 else { return [] }
        defer { freeifaddrs(list) }
        let all = sequence(first: list, next: { $0?.pointee.ifa_next }).compactMap { entry -> String? in
            guard let address = entry?.pointee.ifa_addr else { return nil }
            switch Int32(address.pointee.sa_family) {
            case AF_INET: return text(address, socklen_t(MemoryLayout<sockaddr_in>.size))
            case AF_INET6: return text(address, socklen_t(MemoryLayout<sockaddr_in6>.size))
            default: return nil
            }
        }
        return Set(all)
    }

    private static func text(_ address: UnsafeMutablePointer<sockaddr>?, _ size: socklen_t) -> String? {
        var host = [CChar](repeating: 0, count: Int(NI_MAXHOST))
        guard getnameinfo(address, size, &host, socklen_t(host.count), nil, 0, NI_NUMERICHOST) == 0 else { return nil }
        return String(decoding: host.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}

/// `EAI_NODATA`, which glibc shows to GNU programs alone.
private let noAddress: Int32 = -5

/// The name server did not answer: who is there stays as it was.
private struct Unresolved: Error {}
