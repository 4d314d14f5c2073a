import Glibc
import ServiceHost

/// Where the tool listens, and where the others do.
struct PeerAddresses {
    /// ZeroMQ's endpoint of the tool itself.
    let own: String
    private let place: BusPlace

    /// - Parameter name: of the tool's socket in the folder, 27 bytes at most.
    init(_ place: BusPlace, name: String) {
        self.place = place
        switch place {
        case .ipc(let folder): own = "ipc://\(folder)/\(name)"
        case .tcp(let bind, _): own = "tcp://\(bind)"
        }
    }

    func others() -> Set<String> {
        switch place {
        case .ipc(let folder): Set(Self.sockets(in: folder).map { "ipc://\(folder)/\($0)" }).subtracting([own])
        case .tcp(_, let peers): Set(peers.flatMap(Self.addresses))
        }
    }

    /// Takes the tool's socket away.
    func leave() {
        if case .ipc = place { unlink(String(own.dropFirst("ipc://".count))) }
    }

    private static func sockets(in folder: String) -> [String] {
        guard let open = opendir(folder) else { return [] }
        defer { closedir(open) }
        var names: [String] = []
        while let entry = readdir(open) {
            guard entry.pointee.d_type == UInt8(DT_SOCK) else { continue }
            names.append(
                withUnsafeBytes(of: &entry.pointee.d_name) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
            )
        }
        return names
    }

    /// All addresses of `host:port`; none when the name is not known just now.
    private static func addresses(of peer: String) -> [String] {
        guard let colon = peer.lastIndex(of: ":") else { return [] }
        let host = peer[..<colon].filter { $0 != "[" && $0 != "]" }
        var hints = addrinfo()
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        var list: UnsafeMutablePointer<addrinfo>?
        guard getaddrinfo(String(host), nil, &hints, &list) == 0 else { return [] }
        defer { freeaddrinfo(list) }
        return sequence(first: list, next: { $0?.pointee.ai_next }).compactMap { entry in
            guard let entry else { return nil }
            var text = [CChar](repeating: 0, count: Int(NI_MAXHOST))
            let size = socklen_t(text.count)
            let address = entry.pointee.ai_addr
            guard getnameinfo(address, entry.pointee.ai_addrlen, &text, size, nil, 0, NI_NUMERICHOST) == 0 else {
                return nil
            }
            let number = String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
            return "tcp://\(number.contains(":") ? "[\(number)]" : number)\(peer[colon...])"
        }
    }
}
