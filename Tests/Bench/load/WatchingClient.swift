import Crypto
import Glibc
import TestPeers

/// One WebSocket that follows the feed and knows whether it has missed something: sequences have no gaps where one sees
/// all of a workspace that has its lane to itself.
///
/// Of a frame it looks at the beginning only, and copies nothing: thousands of these read millions of frames a second.
struct WatchingClient {
    let socket: FileDescriptor
    /// Of the last frame.
    private(set) var sequence: Int64 = -1
    /// What stands before the sequence in its cursors, with the dot; empty before the greeting.
    private(set) var mark = ""
    private(set) var frames = 0
    /// In bytes.
    private(set) var received = 0
    private(set) var missed: Int64 = 0
    /// What the server closed it with; 1006 without a word, nil while it is open.
    private(set) var closed: Int?
    /// What is still to come of the last frame, in bytes.
    private var coming = 0
    /// The beginning of a frame that is too short to say what it is.
    private var rest: [UInt8] = []

    /// So much of a frame says all: the head and the cursor.
    private static let beginning = 96

    /// - Parameter before: to go on after; nil waits for the greeting.
    init(port: Int, token: String, after before: WatchingClient? = nil) throws {
        guard let socket = FileDescriptor(connectedTo: port) else { throw BenchError("nobody listens at \(port)") }
        self.socket = socket
        let cursor = before.map { Base64.encode(Array("\($0.mark)\($0.sequence)".utf8), .urlWithoutPadding) }
        let after = cursor.map { "&after=" + $0 } ?? ""
        let lines = [
            "GET /api/live?token=\(token)\(after) HTTP/1.1", "Host: 127.0.0.1", "Upgrade: websocket",
            "Connection: Upgrade", "Sec-WebSocket-Version: 13",
            "Sec-WebSocket-Key: \(Base64.encode(Array("0123456789abcdef".utf8)))", "", "",
        ]
        guard socket.write(Array(lines.joined(separator: "\r\n").utf8)) else { throw BenchError("the gateway hung up") }
        var head: [UInt8] = []
        var byte: UInt8 = 0
        while !head.suffix(4).elementsEqual([13, 10, 13, 10]) {
            guard recv(socket.raw, &byte, 1, 0) == 1 else { throw BenchError("the gateway hung up") }
            head.append(byte)
        }
        let answer = String(decoding: head.prefix(12), as: UTF8.self)
        guard answer == "HTTP/1.1 101" else { throw BenchError("the gateway answered \(answer)") }
        if let before { (sequence, mark) = (before.sequence, before.mark) }
        _ = fcntl(socket.raw, F_SETFL, O_NONBLOCK)
    }

    /// Takes in what has come.
    /// - Parameter buffer: many times longer than ``beginning``; between calls it may serve others.
    /// - Returns: what was received.
    mutating func read(_ buffer: UnsafeMutableRawBufferPointer) -> UnsafeRawBufferPointer {
        let held = rest.count
        buffer.copyBytes(from: rest)
        let count = recv(socket.raw, buffer.baseAddress.map { $0 + held }, buffer.count - held, 0)
        if count < 0, errno == EAGAIN || errno == EINTR { return UnsafeRawBufferPointer(rebasing: buffer[..<0]) }
        guard count > 0 else {
            closed = 1006
            return UnsafeRawBufferPointer(rebasing: buffer[..<0])
        }
        received += count
        let bytes = UnsafeRawBufferPointer(rebasing: buffer[..<(held + count)])
        let used = take(bytes)
        if held > 0 || used < bytes.count { rest = Array(bytes[used...]) }
        return bytes
    }

    /// - Returns: how much of the bytes was taken: all but a beginning that is too short.
    private mutating func take(_ bytes: UnsafeRawBufferPointer) -> Int {
        var place = min(coming, bytes.count)
        coming -= place
        while bytes.count - place >= 2, closed == nil {
            var (start, length) = (place + 2, Int(bytes[place + 1] & 0x7F))
            if length >= 126 {
                let size = length == 126 ? 2 : 8
                guard bytes.count - start >= size else { return place }
                length = 0
                for index in start..<(start + size) { length = length << 8 | Int(bytes[index]) }
                start += size
            }
            let end = start + length
            guard bytes.count >= min(end, place + Self.beginning) else { return place }
            switch bytes[place] & 0x0F {
            case 0x1: text(bytes, start)
            case 0x8: closed = length < 2 ? 1005 : Int(bytes[start]) << 8 | Int(bytes[start + 1])
            case 0x9: _ = socket.write([0x8A, 0x80, 0, 0, 0, 0])
            default: break
            }
            place = min(end, bytes.count)
            coming = end - place
        }
        return place
    }

    /// `{"cursor":"Mi5hYmMuNDI","…`
    private mutating func text(_ bytes: UnsafeRawBufferPointer, _ start: Int) {
        let sequence = Self.sequence(bytes, start + 11)
        if mark.isEmpty { mark = Self.mark(bytes, start + 11) }
        if self.sequence >= 0 { missed += max(sequence - self.sequence - 1, 0) }
        self.sequence = sequence
        frames += 1
    }

    /// Of a cursor, up to the quote behind it: what comes before its last part.
    private static func mark(_ bytes: UnsafeRawBufferPointer, _ start: Int) -> String {
        let cursor = String(decoding: bytes[start...].prefix { $0 != UInt8(ascii: "\"") }, as: UTF8.self)
        let text = Base64.decode(cursor, .urlWithoutPadding) ?? []
        return String(decoding: text.prefix((text.lastIndex(of: UInt8(ascii: ".")) ?? -1) + 1), as: UTF8.self)
    }

    /// Of a cursor, up to the quote behind it: its last part.
    private static func sequence(_ bytes: UnsafeRawBufferPointer, _ start: Int) -> Int64 {
        var (bits, count, value, index) = (0, 0, Int64(0), start)
        while index < bytes.count, bytes[index] != UInt8(ascii: "\"") {
            bits = (bits << 6 | sextet(bytes[index])) & 0xFFFF
            index += 1
            count += 6
            guard count >= 8 else { continue }
            count -= 8
            let letter = bits >> count & 0xFF
            value = (48...57).contains(letter) ? (value &* 10 &+ Int64(letter - 48)) : 0
        }
        return value
    }

    private static func sextet(_ byte: UInt8) -> Int {
        switch byte {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): Int(byte) - 65
        case UInt8(ascii: "a")...UInt8(ascii: "z"): Int(byte) - 71
        case UInt8(ascii: "0")...UInt8(ascii: "9"): Int(byte) + 4
        case UInt8(ascii: "-"): 62
        default: 63
        }
    }
}
