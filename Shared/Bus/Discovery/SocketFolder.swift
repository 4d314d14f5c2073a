import Glibc

/// The folder where the services of one machine meet: a socket per instance, named after it.
///
/// A socket is there before anybody listens at it, and then looks like that of a dead process. So it is made under a
/// hidden name, which the others pass over, and gets its own once it takes connections.
struct SocketFolder: Sendable {
    /// A socket's path has at most 107 bytes; 27 of them are its name.
    private static let longestPath = 80

    private let path: String

    init(_ path: String) {
        self.path = path
    }

    func endpoint(_ name: String) -> String { "ipc://\(path)/\(name)" }

    static func hidden(_ name: String) -> String { "." + name }

    /// Makes the folder if there is none, and clears away the sockets of processes that have died.
    /// - Throws: ``BusError/folder(_:_:)``.
    func prepare() throws(BusError) {
        guard path.utf8.count <= Self.longestPath else {
            throw .folder(path, "its path is longer than \(Self.longestPath) bytes, which a socket's path cannot hold")
        }
        guard mkdir(path, 0o700) == 0 || errno == EEXIST else { throw .folder(path, reason()) }
        guard access(path, R_OK | W_OK | X_OK) == 0 else { throw .folder(path, reason()) }
        for name in names() where isDead(name) { remove(name) }
    }

    /// - Throws: ``BusError/folder(_:_:)``.
    func rename(_ name: String, to new: String) throws(BusError) {
        guard Glibc.rename("\(path)/\(name)", "\(path)/\(new)") == 0 else { throw .folder(path, reason()) }
    }

    func endpoints() -> Set<String> { Set(names().map(endpoint)) }

    func remove(_ name: String) {
        unlink("\(path)/\(name)")
    }

    /// The sockets that are not hidden.
    private func names() -> [String] {
        guard let folder = opendir(path) else { return [] }
        defer { closedir(folder) }
        var names: [String] = []
        while let entry = readdir(folder) {
            guard entry.pointee.d_type == UInt8(DT_SOCK) else { continue }
            let name = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
                String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            if !name.hasPrefix(".") { names.append(name) }
        }
        return names
    }

    /// Nobody listens at a socket whose process has died; a live one takes the connection, which is closed at once, or
    /// has too many that wait.
    private func isDead(_ name: String) -> Bool {
        let socket = Glibc.socket(AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_NONBLOCK.rawValue), 0)
        guard socket >= 0 else { return false }
        defer { close(socket) }
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { place in
            for (index, byte) in "\(path)/\(name)".utf8.prefix(place.count - 1).enumerated() { place[index] = byte }
        }
        let result = withUnsafePointer(to: &address) { address in
            address.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                connect(socket, address, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        return result != 0 && errno == ECONNREFUSED
    }

    private func reason() -> String { String(cString: strerror(errno)) }
}
