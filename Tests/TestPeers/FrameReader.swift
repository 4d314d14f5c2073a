import Glibc

/// The receiving side of one WebSocket: the answer's head, then frames.
/// - Source: RFC 6455, 5.2.
struct FrameReader {
    private let socket: FileDescriptor
    private var bytes: [UInt8] = []
    /// How much of `bytes` is used up.
    private var position = 0

    init(_ socket: FileDescriptor) { self.socket = socket }

    /// Sends the request and reads the answer's head.
    /// - Throws: ``WebSocketClient/Refused``.
    mutating func open(_ request: String) throws {
        guard write(Array(request.utf8)) else { throw WebSocketClient.Refused(status: 0) }
        var head: [UInt8] = []
        while !head.suffix(4).elementsEqual([13, 10, 13, 10]) {
            guard let byte = take(1)?.first else { throw WebSocketClient.Refused(status: 0) }
            head.append(byte)
        }
        let status = String(decoding: head, as: UTF8.self).split(separator: " ").dropFirst().first.flatMap { Int($0) }
        guard status == 101 else { throw WebSocketClient.Refused(status: status ?? 0) }
    }

    /// The next whole text; nil when the peer has closed.
    /// - Throws: ``ClosedWithCode``.
    mutating func next() throws -> String? {
        var text: [UInt8] = []
        while let (opcode, isLast, payload) = frame() {
            switch opcode {
            case 0x0, 0x1:
                text += payload
                if isLast { return String(decoding: text, as: UTF8.self) }
            case 0x8:
                _ = write([0x88, 0x80, 0, 0, 0, 0])
                let code = payload.count < 2 ? 1005 : Int(payload[0]) << 8 | Int(payload[1])
                throw ClosedWithCode(code: code)
            case 0x9: _ = write([0x8A, 0x80 | UInt8(payload.count), 0, 0, 0, 0] + payload)
            default: continue
            }
        }
        return nil
    }

    private mutating func frame() -> (opcode: UInt8, isLast: Bool, payload: [UInt8])? {
        guard let head = take(2) else { return nil }
        var length = Int(head[1] & 0x7F)
        if length >= 126 {
            guard let extended = take(length == 126 ? 2 : 8) else { return nil }
            length = extended.reduce(0) { $0 << 8 | Int($1) }
        }
        guard let payload = take(length) else { return nil }
        return (head[0] & 0x0F, head[0] & 0x80 != 0, payload)
    }

    /// - Returns: nil when the connection ends before that many bytes.
    private mutating func take(_ count: Int) -> [UInt8]? {
        while bytes.count - position < count {
            bytes.removeFirst(position)
            position = 0
            var chunk = [UInt8](repeating: 0, count: 64 * 1024)
            let received = recv(socket.raw, &chunk, chunk.count, 0)
            if received < 0, errno == EINTR { continue }
            guard received > 0 else { return nil }
            bytes += chunk[..<received]
        }
        defer { position += count }
        return Array(bytes[position..<position + count])
    }

    /// A mask of zeros is one, too.
    private func write(_ bytes: [UInt8]) -> Bool { socket.write(bytes) }
}

/// The peer closed a WebSocket and said why.
package struct ClosedWithCode: Error, Hashable {
    /// 1005 when the frame named none.
    package let code: Int
}
