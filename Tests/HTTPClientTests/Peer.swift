import Foundation
import Synchronization

/// A server on loopback that does what its script says, faults included: raw sockets, a thread per connection.
final class Peer: Sendable {
    typealias Script = @Sendable (PeerConnection) -> Void

    let port: UInt16
    private let listener: Int32
    private let record = Mutex(Record())

    struct Record {
        var connections = 0
        var requests: [PeerRequest] = []
    }

    /// - Parameter script: run once per connection; the connection is closed when it returns.
    init(_ script: @escaping Script) {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { generic in
                _ = bind(descriptor, generic, length)
                _ = listen(descriptor, 64)
                _ = getsockname(descriptor, generic, &length)
            }
        }
        listener = descriptor
        port = UInt16(bigEndian: address.sin_port)
        Thread.detachNewThread { [self] in
            while true {
                let accepted = accept(listener, nil, nil)
                guard accepted >= 0 else { return }
                self.record.withLock { $0.connections += 1 }
                let connection = PeerConnection(accepted) { request in
                    self.record.withLock { $0.requests.append(request) }
                }
                Thread.detachNewThread {
                    script(connection)
                    connection.close()
                }
            }
        }
    }

    /// Until then it listens: to the end of the tests when it is never called.
    func stop() {
        shutdown(listener, Int32(SHUT_RDWR))
        close(listener)
    }

    var connections: Int { record.withLock { $0.connections } }
    var requests: [PeerRequest] { record.withLock { $0.requests } }

    func url(_ path: String = "/") -> String { "http://127.0.0.1:\(port)\(path)" }
}

/// What the peer was asked.
struct PeerRequest: Sendable {
    var line: String
    /// Names in lower case.
    var headers: [String: String]
    var body: [UInt8]
}

/// One connection of a ``Peer``, used by its thread.
final class PeerConnection: Sendable {
    private struct State {
        var descriptor: Int32
        var unread: [UInt8] = []
    }

    private let state: Mutex<State>
    private let tell: @Sendable (PeerRequest) -> Void

    init(_ descriptor: Int32, tell: @escaping @Sendable (PeerRequest) -> Void) {
        state = Mutex(State(descriptor: descriptor))
        self.tell = tell
    }

    /// The next request, its body read to the end; nil when the client closed.
    func read() -> PeerRequest? {
        guard let head = line(until: "\r\n\r\n") else { return nil }
        var lines = head.split(separator: "\r\n").map(String.init)
        var request = PeerRequest(line: lines.removeFirst(), headers: [:], body: [])
        for line in lines {
            let parts = line.split(separator: ":", maxSplits: 1)
            request.headers[parts[0].lowercased()] =
                parts.count > 1 ? parts[1].trimmingCharacters(in: .whitespaces) : ""
        }
        if request.headers["transfer-encoding"] == "chunked" {
            while let size = line(until: "\r\n").flatMap({ Int($0, radix: 16) }), let chunk = bytes(size + 2) {
                guard size > 0 else { break }
                request.body += chunk.dropLast(2)
            }
        } else if let body = bytes(Int(request.headers["content-length"] ?? "") ?? 0) {
            request.body = body
        }
        tell(request)
        return request
    }

    /// Answers with a length.
    func answer(_ status: Int = 200, _ body: String = "", headers: String = "") {
        write("HTTP/1.1 \(status) Said\r\nContent-Length: \(body.utf8.count)\r\n\(headers)\r\n\(body)")
    }

    /// - Returns: false when the client is gone.
    @discardableResult
    func write(_ text: String) -> Bool { write(Array(text.utf8)) }

    @discardableResult
    func write(_ bytes: [UInt8]) -> Bool {
        var sent = 0
        while sent < bytes.count {
            let count = bytes.withUnsafeBytes { pointer in
                send(
                    descriptor,
                    pointer.baseAddress?.advanced(by: sent),
                    bytes.count - sent,
                    Int32(MSG_NOSIGNAL)
                )
            }
            guard count > 0 else { return false }
            sent += count
        }
        return true
    }

    /// Waits until the client closes.
    func waitForEnd() {
        while receive() {}
    }

    /// Closes with a reset instead of an end.
    func reset() {
        var linger = linger(l_onoff: 1, l_linger: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &linger, socklen_t(MemoryLayout<linger>.size))
        close()
    }

    func close() {
        let descriptor = state.withLock { state in
            defer { state.descriptor = -1 }
            return state.descriptor
        }
        if descriptor >= 0 { Foundation.close(descriptor) }
    }

    private var descriptor: Int32 { state.withLock { $0.descriptor } }

    private func receive() -> Bool {
        var buffer = [UInt8](repeating: 0, count: 64 * 1024)
        let count = recv(descriptor, &buffer, buffer.count, 0)
        guard count > 0 else { return false }
        state.withLock { $0.unread += buffer.prefix(count) }
        return true
    }

    private func line(until end: String) -> String? {
        while true {
            let found = state.withLock { state -> String? in
                guard let range = state.unread.firstRange(of: Array(end.utf8)) else { return nil }
                defer { state.unread.removeSubrange(..<range.upperBound) }
                return String(decoding: state.unread[..<range.lowerBound], as: UTF8.self)
            }
            if let found { return found }
            guard receive() else { return nil }
        }
    }

    private func bytes(_ count: Int) -> [UInt8]? {
        while state.withLock({ $0.unread.count }) < count {
            guard receive() else { return nil }
        }
        return state.withLock { state in
            defer { state.unread.removeFirst(count) }
            return Array(state.unread.prefix(count))
        }
    }
}
