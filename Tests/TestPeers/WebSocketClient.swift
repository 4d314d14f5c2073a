import Crypto
import Foundation
import Glibc

/// A WebSocket over a plain socket: reads text, answers pings, and tells how it ended.
package final class WebSocketClient: Sendable {
    /// Texts as they come. The stream fails with ``Refused`` when there was no WebSocket to be had, and with
    /// ``ClosedWithCode`` when the peer said why it closed.
    package let texts: AsyncThrowingStream<String, any Error>
    private let socket: FileDescriptor

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
        let thread = Thread {
            var reader = FrameReader(socket)
            do {
                try reader.open(lines.joined(separator: "\r\n") + "\r\n\r\n")
                while let text = try reader.next() { continuation.yield(text) }
                continuation.finish()
            } catch {
                continuation.finish(throwing: error)
            }
        }
        thread.start()
    }

    deinit { cut() }

    /// Ends the connection without a word, as a network does.
    package func cut() {
        shutdown(socket.raw, Int32(SHUT_RDWR))
    }
}
