import Crypto
import Foundation
import Glibc
import TestPeers

/// One WebSocket that follows the feed and knows whether it has missed something: sequences have no gaps where one sees
/// all of a workspace that has its lane to itself.
struct WatchingClient {
    private(set) var socket: FileDescriptor
    /// Of the last frame.
    private(set) var sequence: Int64 = -1
    private(set) var frames = 0
    private(set) var missed: Int64 = 0
    /// What the server closed it with; 1006 without a word, nil while it is open.
    private(set) var closed: Int?
    private var rest: [UInt8] = []

    /// - Parameter sequence: to go on after; nil waits for the greeting.
    init(port: Int, token: String, after sequence: Int64? = nil) throws {
        guard let socket = FileDescriptor(connectedTo: port) else { throw BenchError("nobody listens at \(port)") }
        self.socket = socket
        let after = sequence.map { "&after=" + Base64.encode(Array("1.\($0)".utf8), .urlWithoutPadding) } ?? ""
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
        if let sequence { self.sequence = sequence }
        _ = fcntl(socket.raw, F_SETFL, O_NONBLOCK)
    }

    /// Takes in all that has come.
    mutating func read(_ buffer: UnsafeMutableRawBufferPointer) {
        while closed == nil {
            let count = recv(socket.raw, buffer.baseAddress, buffer.count, 0)
            if count < 0, errno == EAGAIN || errno == EINTR { return }
            guard count > 0 else {
                closed = 1006
                return
            }
            let new = UnsafeRawBufferPointer(rebasing: buffer[..<count])
            if rest.isEmpty {
                rest = Array(new[take(new)...])
            } else {
                rest += new
                let used = rest.withUnsafeBytes { self.taken($0) }
                apply(used)
                rest.removeFirst(used.end)
            }
            if count < buffer.count { return }
        }
    }

    private mutating func take(_ bytes: UnsafeRawBufferPointer) -> Int {
        let taken = taken(bytes)
        apply(taken)
        return taken.end
    }

    private mutating func apply(_ taken: Taken) {
        (sequence, frames) = (taken.sequence, frames + taken.frames)
        missed += taken.missed
        closed = taken.closed ?? closed
        if taken.pings > 0 { _ = socket.write([0x8A, 0x80, 0, 0, 0, 0]) }
    }

    private struct Taken {
        var end = 0
        var sequence: Int64
        var frames = 0
        var missed: Int64 = 0
        var pings = 0
        var closed: Int?
    }

    /// The whole frames at the beginning of some bytes.
    private func taken(_ bytes: UnsafeRawBufferPointer) -> Taken {
        var taken = Taken(sequence: sequence)
        while bytes.count - taken.end >= 2 {
            var (start, length) = (taken.end + 2, Int(bytes[taken.end + 1] & 0x7F))
            if length >= 126 {
                let size = length == 126 ? 2 : 8
                guard bytes.count - start >= size else { break }
                length = bytes[start..<start + size].reduce(0) { $0 << 8 | Int($1) }
                start += size
            }
            guard bytes.count - start >= length else { break }
            switch bytes[taken.end] & 0x0F {
            case 0x1: Self.text(bytes[start..<start + length], &taken)
            case 0x8: taken.closed = length < 2 ? 1005 : Int(bytes[start]) << 8 | Int(bytes[start + 1])
            case 0x9: taken.pings += 1
            default: break
            }
            taken.end = start + length
        }
        return taken
    }

    /// `{"cursor":"MS40Mg","…`
    private static func text(_ bytes: Slice<UnsafeRawBufferPointer>, _ taken: inout Taken) {
        let sequence = Self.sequence(bytes.dropFirst(11))
        if taken.sequence >= 0, sequence > taken.sequence + 1 { taken.missed += sequence - taken.sequence - 1 }
        taken.sequence = sequence
        taken.frames += 1
    }

    /// Of a cursor, up to the quote behind it: millions are read in a second, so nothing is made on the way.
    private static func sequence(_ bytes: Slice<UnsafeRawBufferPointer>) -> Int64 {
        var (bits, count, place, value) = (0, 0, 0, Int64(0))
        for byte in bytes {
            guard byte != UInt8(ascii: "\"") else { break }
            bits = (bits << 6 | sextet(byte)) & 0xFFFF
            count += 6
            guard count >= 8 else { continue }
            count -= 8
            place += 1
            if place > 2 { value = value * 10 + Int64(bits >> count & 0xFF) - 48 }
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
