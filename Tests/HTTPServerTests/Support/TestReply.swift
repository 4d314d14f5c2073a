/// One response as it came.
struct TestReply: Sendable {
    let status: Int
    let headers: [String: String]
    let body: [UInt8]

    var text: String { String(decoding: body, as: UTF8.self) }
}

/// Reads responses from a connection, one after another.
struct ReplyReader {
    private let socket: TestSocket
    private var pending: [UInt8] = []

    init(_ socket: TestSocket) {
        self.socket = socket
    }

    /// - Parameter isHead: there is no body, whatever its length is said to be.
    mutating func next(isHead: Bool = false) throws -> TestReply {
        let lines = try untilBlankLine().split(separator: "\r\n").map(String.init)
        let status = Int(lines[0].split(separator: " ")[1]) ?? 0
        var headers: [String: String] = [:]
        for line in lines.dropFirst() {
            let colon = line.firstIndex(of: ":") ?? line.endIndex
            headers[line[..<colon].lowercased()] = line[colon...].dropFirst().trimmingPrefix(" ").description
        }
        if isHead || status < 200 || status == 204 || status == 304 {
            return TestReply(status: status, headers: headers, body: [])
        }
        if headers["transfer-encoding"] == "chunked" {
            return TestReply(status: status, headers: headers, body: try chunks())
        }
        return TestReply(status: status, headers: headers, body: try take(Int(headers["content-length"] ?? "") ?? 0))
    }

    private mutating func chunks() throws -> [UInt8] {
        var body: [UInt8] = []
        while true {
            let size = Int(try line(), radix: 16) ?? 0
            body += try take(size)
            _ = try line()
            if size == 0 { return body }
        }
    }

    private mutating func line() throws -> String {
        while true {
            if let end = pending.firstIndex(of: 10) {
                defer { pending.removeFirst(end + 1) }
                return String(decoding: pending[..<end], as: UTF8.self).filter { $0 != "\r" && $0 != "\r\n" }
            }
            try more()
        }
    }

    private mutating func untilBlankLine() throws -> String {
        var text = ""
        while true {
            let line = try line()
            if line.isEmpty { return text }
            text += line + "\r\n"
        }
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
