/// A WebSocket client that says exactly what a test tells it to.
struct TestWebSocket {
    struct Frame: Equatable {
        let opcode: UInt8
        let payload: [UInt8]

        var text: String { String(decoding: payload, as: UTF8.self) }
        /// Of a close frame.
        var code: Int { payload.count >= 2 ? Int(payload[0]) << 8 | Int(payload[1]) : 0 }
    }

    let socket: TestSocket
    private var pending: [UInt8] = []

    /// - Parameter early: frames sent together with the handshake.
    init(port: UInt16, path: String, early: [UInt8] = []) throws {
        socket = try TestSocket(port: port)
        let lines = [
            "GET \(path) HTTP/1.1", "Host: test", "Connection: keep-alive, Upgrade", "Upgrade: WebSocket",
            "Sec-WebSocket-Version: 13", "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==", "", "",
        ]
        socket.send(Array(lines.joined(separator: "\r\n").utf8) + early)
        while !String(decoding: pending, as: UTF8.self).contains("\r\n\r\n") { try more() }
        let text = String(decoding: pending, as: UTF8.self)
        guard text.hasPrefix("HTTP/1.1 101"), text.contains("s3pPLMBiTxaQ9kYGzzhZRbK+xOo=") else {
            throw TestSocket.Failure.closed
        }
        let head = text.utf8.split(separator: [13, 10, 13, 10], maxSplits: 1, omittingEmptySubsequences: false)[0]
        pending.removeFirst(head.count + 4)
    }

    /// A client's frame: masked.
    static func frame(_ opcode: UInt8, _ payload: [UInt8], isLast: Bool = true, isMasked: Bool = true) -> [UInt8] {
        var bytes = [(isLast ? 0x80 : 0) | opcode]
        let mask: UInt8 = isMasked ? 0x80 : 0
        switch payload.count {
        case ..<126: bytes.append(mask | UInt8(payload.count))
        case ..<65_536: bytes += [mask | 126, UInt8(payload.count >> 8), UInt8(payload.count & 255)]
        default: bytes += [mask | 127] + (0..<8).map { UInt8(payload.count >> (56 - 8 * $0) & 255) }
        }
        guard isMasked else { return bytes + payload }
        let key: [UInt8] = [1, 2, 3, 4]
        return bytes + key + payload.enumerated().map { $1 ^ key[$0 % 4] }
    }

    func send(_ opcode: UInt8, _ text: String) {
        socket.send(Self.frame(opcode, Array(text.utf8)))
    }

    mutating func receive() throws -> Frame {
        let head = try take(2)
        var count = Int(head[1] & 0x7f)
        if count >= 126 { count = try take(count == 126 ? 2 : 8).reduce(0) { $0 << 8 | Int($1) } }
        return Frame(opcode: head[0] & 0x0f, payload: try take(count))
    }

    private mutating func take(_ count: Int) throws -> [UInt8] {
        while pending.count < count { try more() }
        defer { pending.removeFirst(count) }
        return Array(pending[..<count])
    }

    private mutating func more() throws {
        let bytes = try socket.receive()
        guard !bytes.isEmpty else { throw TestSocket.Failure.closed }
        pending += bytes
    }
}
