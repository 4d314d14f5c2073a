import Foundation
import HTTPServer
import TestPeers
import Testing

@Suite(.timeLimit(.minutes(1)))
struct FileTests {
    /// Serves a file of the digits 0 to 9, `count` times.
    private func withFile<Result: Sendable>(
        times count: Int = 10,
        _ body: @Sendable (UInt16) async throws -> Result
    ) async throws -> Result {
        let path = NSTemporaryDirectory() + UUID().uuidString
        try Data(String(repeating: "0123456789", count: count).utf8).write(to: URL(fileURLWithPath: path))
        defer { try? FileManager.default.removeItem(atPath: path) }
        var router = openRouter()
        router.raw(.get, "/file", (), "A file.") { _, _, _ in
            HTTPResponse(200, body: .file(FileBody(path: path, type: "text/plain", tag: "v1")))
        }
        router.raw(.get, "/missing", (), "No file.") { _, _, _ in
            HTTPResponse(200, body: .file(FileBody(path: path + "x", type: "text/plain")))
        }
        return try await withServer(router, body)
    }

    @Test func `sends all of a file`() async throws {
        let reply = try await withFile { try await get($0, "/file") }
        #expect(reply.status == 200)
        #expect(reply.body.count == 100)
        #expect(reply.headers["etag"] == "\"v1\"")
        #expect(reply.headers["accept-ranges"] == "bytes")
    }

    @Test func `goes on when one hangs up in the middle of a large file`() async throws {
        let reply = try await withFile(times: 5_000_000) { port in
            for _ in 0..<5 {
                _ = try await blocking {
                    let socket = try TestSocket(port: port)
                    socket.send("GET /file HTTP/1.1\r\nHost: test\r\n\r\n")
                    return try socket.receive(1000)
                }
            }
            return try await get(port, "/file", "Range: bytes=49999990-")
        }
        #expect(reply.text == "0123456789")
    }

    @Test(arguments: [
        ("bytes=0-9", "0123456789", "bytes 0-9/100"), ("bytes=95-", "56789", "bytes 95-99/100"),
        ("bytes=-3", "789", "bytes 97-99/100"), ("bytes=98-5000", "89", "bytes 98-99/100"),
    ])
    func `sends a part of a file`(range: String, text: String, contentRange: String) async throws {
        let reply = try await withFile { try await get($0, "/file", "Range: \(range)") }
        #expect(reply.status == 206)
        #expect(reply.text == text)
        #expect(reply.headers["content-range"] == contentRange)
    }

    @Test(arguments: ["bytes=100-", "bytes=-0", "bytes=500-600"])
    func `refuses a part that is not there`(range: String) async throws {
        let reply = try await withFile { try await get($0, "/file", "Range: \(range)") }
        #expect(reply.status == 416)
        #expect(reply.headers["content-range"] == "bytes */100")
    }

    @Test(arguments: ["bytes=9-0", "bytes=a-b", "bytes=0-1,3-4", "items=0-1", "bytes=-", "bytes=--5"])
    func `sends all when a range cannot be read`(range: String) async throws {
        let reply = try await withFile { try await get($0, "/file", "Range: \(range)") }
        #expect(reply.status == 200)
        #expect(reply.body.count == 100)
    }

    @Test func `sends all when the range is of another version`() async throws {
        let reply = try await withFile { try await get($0, "/file", "Range: bytes=0-1", "If-Range: \"v0\"") }
        #expect(reply.status == 200)
    }

    @Test(arguments: [("\"v1\"", 304), ("W/\"v1\"", 304), ("\"v0\", \"v1\"", 304), ("*", 304), ("\"v0\"", 200)])
    func `sends nothing to who has it already`(tags: String, status: Int) async throws {
        let reply = try await withFile { try await get($0, "/file", "If-None-Match: \(tags)") }
        #expect(reply.status == status)
    }

    @Test func `tells the length alone to HEAD`() async throws {
        let reply = try await withFile {
            try await fetch($0, "HEAD /file HTTP/1.1\r\nHost: test\r\n\r\n", isHead: true)
        }
        #expect(reply.status == 200)
        #expect(reply.headers["content-length"] == "100")
    }

    @Test func `answers 404 when the file is gone`() async throws {
        let reply = try await withFile { try await get($0, "/missing") }
        #expect(reply.status == 404)
    }
}
