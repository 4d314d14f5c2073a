import Foundation
import Glibc
import Synchronization

/// A mail server on loopback that keeps what it is given: plain SMTP over raw sockets, a thread per connection.
package final class MailCatcher: Sendable {
    package struct Letter: Sendable {
        package var sender = ""
        package var recipients: [String] = []
        /// Of `AUTH PLAIN`, in base64; nil without.
        package var login: String?
        /// Headers and body as they came, lines ended with `\n`.
        package var data = ""

        /// The text, decoded.
        package var text: String {
            let body = data.components(separatedBy: "\n\n").dropFirst().joined().filter { !$0.isWhitespace }
            return Data(base64Encoded: body).map { String(decoding: $0, as: UTF8.self) } ?? ""
        }
    }

    package let port: UInt16
    private let listener: FileDescriptor
    private let letters = Mutex<[Letter]>([])
    private let refuses: @Sendable (String) -> Bool

    package var url: String { "smtp://127.0.0.1:\(port)" }
    package var caught: [Letter] { letters.withLock { $0 } }

    /// - Parameter refuses: the recipients that are answered with 550.
    package init(refuses: @escaping @Sendable (String) -> Bool = { _ in false }) {
        self.refuses = refuses
        listener = FileDescriptor(socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0))
        var address = sockaddr_in.loopback(0)
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let raw = listener.raw
        withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { generic in
                _ = bind(raw, generic, length)
                _ = listen(raw, 16)
                _ = getsockname(raw, generic, &length)
            }
        }
        port = UInt16(bigEndian: address.sin_port)
        Thread.detachNewThread { [weak self] in
            while true {
                let accepted = accept(raw, nil, nil)
                guard accepted >= 0 else { return }
                guard let catcher = self else { return }
                Thread.detachNewThread { catcher.serve(FileDescriptor(accepted)) }
            }
        }
    }

    deinit { shutdown(listener.raw, Int32(SHUT_RDWR)) }

    private func serve(_ socket: FileDescriptor) {
        var lines = LineReader(socket)
        var letter = Letter()
        func say(_ text: String) { _ = socket.write(Array("\(text)\r\n".utf8)) }
        say("220 catcher")
        while let line = lines.next() {
            let word = line.prefix { $0 != " " }.uppercased()
            switch word {
            case "EHLO": say("250-catcher\r\n250 AUTH PLAIN")
            case "AUTH":
                say("334 ")
                letter.login = lines.next()
                say("235 yes")
            case "MAIL":
                letter.sender = Self.address(line)
                say("250 yes")
            case "RCPT":
                guard !refuses(Self.address(line)) else { say("550 nobody of that name"); continue }
                letter.recipients.append(Self.address(line))
                say("250 yes")
            case "DATA":
                say("354 go on")
                var data: [String] = []
                while let line = lines.next(), line != "." {
                    data.append(line.hasPrefix(".") ? String(line.dropFirst()) : line)
                }
                letter.data = data.joined(separator: "\n")
                letters.withLock { $0.append(letter) }
                say("250 taken")
            case "QUIT": return say("221 bye")
            default: say("502 what")
            }
        }
    }

    private static func address(_ line: String) -> String {
        String(line.drop { $0 != "<" }.dropFirst().prefix { $0 != ">" })
    }
}

/// Lines of a socket, without their ends.
private struct LineReader {
    private let socket: FileDescriptor
    private var unread: [UInt8] = []

    init(_ socket: FileDescriptor) {
        self.socket = socket
    }

    mutating func next() -> String? {
        while true {
            if let end = unread.firstIndex(of: UInt8(ascii: "\n")) {
                let line = unread[..<end].filter { $0 != UInt8(ascii: "\r") }
                unread.removeSubrange(...end)
                return String(decoding: line, as: UTF8.self)
            }
            var chunk = [UInt8](repeating: 0, count: 4096)
            let count = recv(socket.raw, &chunk, chunk.count, 0)
            guard count > 0 else { return nil }
            unread += chunk[..<count]
        }
    }
}
