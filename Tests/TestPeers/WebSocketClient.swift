import Crypto
import Foundation
import Glibc
import Synchronization

/// A WebSocket over a plain socket: reads text, answers pings, and tells how it ended.
package final class WebSocketClient: Sendable {
    /// Texts as they come. The stream fails with ``Refused`` when there was no WebSocket to be had, and with
    /// ``ClosedWithCode`` when the peer said why it closed.
    package let texts: AsyncThrowingStream<String, any Error>
    private let socket: FileDescriptor
    /// Frames that wait until the connection is open; nil from then on.
    private let early = Mutex<[UInt8]?>([])

    /// The status of an answer other than 101; 0 when nobody answered.
    package struct Refused: Error {
        package let status: Int
    }

    /// - Throws: ``Refused``.
    package init(port: Int, path: String, headers: [(String, String)] = []) throws {
        guard let socket = FileDescriptor(connectedTo: port) else { throw Refused(status: 0) }
        self.socket = socket
        let (texts, continuation) = AsyncThrowingStream<String, any Error>.makeStream()
        self.texts = texts
        let lines =
            ["GET \(path) HTTP/1.1", "Host: 127.0.0.1:\(port)", "Upgrade: websocket", "Connection: Upgrade"]
            + ["Sec-WebSocket-Version: 13", "Sec-WebSocket-Key: \(Base64.encode(Array("0123456789abcdef".utf8)))"]
            + headers.map { "\($0): \($1)" }
        let thread = Thread { [weak self] in
            var reader = FrameReader(socket)
            do {
                try reader.open(lines.joined(separator: "\r\n") + "\r\n\r\n")
                self?.opened()
                while let text = try reader.next() { continuation.yield(text) }
                continuation.finish()
            } catch {
                continuation.finish(throwing: error)
            }
        }
        thread.start()
    }

    deinit { cut() }

    private func opened() {
        early.withLock { early in
            if let frames = early, !frames.isEmpty { _ = socket.write(frames) }
            early = nil
        }
    }

    /// Sends a text, or keeps it until the connection is open.
    /// - Returns: false when the connection did not take it.
    package func send(_ text: String) -> Bool {
        let payload = Array(text.utf8)
        let length: [UInt8] =
            switch payload.count {
            case ..<126: [0x80 | UInt8(payload.count)]
            case ...0xffff: [0x80 | 126] + withUnsafeBytes(of: UInt16(payload.count).bigEndian) { Array($0) }
            default: [0x80 | 127] + withUnsafeBytes(of: UInt64(payload.count).bigEndian) { Array($0) }
            }
        // A mask of zeros is one, too.
        let frame = [0x81] + length + [0, 0, 0, 0] + payload
        return early.withLock { early in
            guard early != nil else { return socket.write(frame) }
            early? += frame
            return true
        }
    }

    /// Ends the connection without a word, as a network does.
    package func cut() {
        shutdown(socket.raw, Int32(SHUT_RDWR))
    }
}
