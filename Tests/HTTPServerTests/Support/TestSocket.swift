import Foundation
import Glibc

/// A client that says exactly what a test tells it to, over a real connection to loopback.
final class TestSocket: Sendable {
    enum Failure: Error { case notConnected(Int32), timedOut, closed }

    let handle: Int32

    init(port: UInt16) throws {
        handle = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        let failed = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(handle, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) != 0
            }
        }
        guard !failed else { throw Failure.notConnected(errno) }
    }

    deinit { close(handle) }

    /// True when the other end took all of it.
    @discardableResult
    func send(_ text: String) -> Bool { send(Array(text.utf8)) }

    @discardableResult
    func send(_ bytes: [UInt8]) -> Bool {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.send(handle, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
            guard count > 0 else { return false }
            rest = rest.dropFirst(count)
        }
        return true
    }

    /// Says that no more will be sent.
    func finish() { shutdown(handle, Int32(SHUT_WR)) }

    /// What has come, empty at the end of the stream.
    func receive(_ limit: Int = 65_536, within milliseconds: Int32 = 10_000) throws -> [UInt8] {
        var waiting = pollfd(fd: handle, events: Int16(POLLIN), revents: 0)
        guard poll(&waiting, 1, milliseconds) == 1 else { throw Failure.timedOut }
        var bytes = [UInt8](repeating: 0, count: limit)
        let count = recv(handle, &bytes, limit, 0)
        guard count >= 0 else { throw Failure.closed }
        return Array(bytes.prefix(count))
    }

    /// All until the other end closes.
    func receiveAll(within milliseconds: Int32 = 10_000) throws -> String {
        var all: [UInt8] = []
        while true {
            let bytes = try receive(within: milliseconds)
            guard !bytes.isEmpty else { return String(decoding: all, as: UTF8.self) }
            all += bytes
        }
    }
}
