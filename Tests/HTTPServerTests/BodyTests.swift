import Contracts
import Foundation
import HTTPServer
import Synchronization
import TestPeers
import Testing

@Suite(.timeLimit(.minutes(1)))
struct BodyTests {
    private struct Size: Codable, Sendable {
        var bytes: Int
    }

    private static func router(limit: Int = 1 << 20) -> OpenRouter {
        var router = openRouter()
        router.raw(.post, "/count", (), "Counts.", limit: limit) { request, _, _ in
            var count = 0
            for try await chunk in request.body { count += chunk.count }
            return HTTPResponse(200, text: "\(count)")
        }
        router.raw(.post, "/ignore", (), "Does not read.", limit: 64 << 20) { _, _, _ in
            HTTPResponse(200, text: "ignored")
        }
        router.raw(.post, "/echo", (), "Sends back what comes.", limit: 64 << 20) { request, _, _ in
            HTTPResponse(200, type: "application/octet-stream", bytes: try await request.body.collect())
        }
        router.on(.post, "/empty", (), "Takes nothing.") { (call: Call<Void, NoQuery, NoBody>) in NoContent() }
        return router
    }

    private func chunked(_ path: String, _ chunks: [String]) -> String {
        let body = chunks.map { "\(String($0.utf8.count, radix: 16))\r\n\($0)\r\n" }.joined() + "0\r\n\r\n"
        return "POST \(path) HTTP/1.1\r\nHost: test\r\nTransfer-Encoding: chunked\r\n\r\n" + body
    }

    @Test(arguments: [0, 1, 1000, 500_000])
    func `reads a body of known length`(count: Int) async throws {
        let body = String(repeating: "x", count: count)
        let reply = try await withServer(Self.router()) { try await post($0, "/count", body) }
        #expect(reply.text == "\(count)")
    }

    @Test func `reads a body in chunks`() async throws {
        let request = chunked("/count", ["hello", String(repeating: "x", count: 100_000), "bye"])
        let reply = try await withServer(Self.router()) { try await fetch($0, request) }
        #expect(reply.text == "100008")
    }

    @Test func `refuses a long body at its announcement`() async throws {
        let request = "POST /count HTTP/1.1\r\nHost: test\r\nContent-Length: 2000000\r\n\r\n"
        let reply = try await withServer(Self.router()) { try await fetch($0, request) }
        #expect(reply.status == 413)
        #expect(reply.headers["connection"]?.lowercased() == "close")
    }

    @Test func `refuses a long body whose sender does not stop`() async throws {
        let reply = try await withServer(Self.router(limit: 1000)) { port in
            try await blocking {
                let socket = try TestSocket(port: port)
                socket.send("POST /count HTTP/1.1\r\nHost: test\r\nTransfer-Encoding: chunked\r\n\r\n")
                let chunk = "10000\r\n" + String(repeating: "x", count: 65_536) + "\r\n"
                for _ in 0..<200 where !socket.send(chunk) { break }
                var reader = ReplyReader(socket)
                return try reader.next()
            }
        }
        #expect(reply.status == 413)
    }

    @Test func `keeps the connection when a body that nobody reads is small`() async throws {
        let request = "POST /ignore HTTP/1.1\r\nHost: test\r\nContent-Length: 5\r\n\r\nhello"
        let replies = try await withServer(Self.router()) { port in
            try await blocking {
                let socket = try TestSocket(port: port)
                socket.send(request + request)
                var reader = ReplyReader(socket)
                return [try reader.next().text, try reader.next().text]
            }
        }
        #expect(replies == ["ignored", "ignored"])
    }

    @Test func `does not ask for a body that nobody reads`() async throws {
        let request = "POST /ignore HTTP/1.1\r\nHost: test\r\nContent-Length: 5\r\nExpect: 100-continue\r\n\r\n"
        let reply = try await withServer(Self.router()) { try await fetch($0, request) }
        #expect(reply.status == 200)
    }

    @Test func `asks for a body that is read`() async throws {
        let statuses = try await withServer(Self.router()) { port in
            try await blocking {
                let socket = try TestSocket(port: port)
                socket.send("POST /count HTTP/1.1\r\nHost: test\r\nContent-Length: 5\r\nExpect: 100-continue\r\n\r\n")
                var reader = ReplyReader(socket)
                let first = try reader.next().status
                socket.send("hello")
                return [first, try reader.next().status]
            }
        }
        #expect(statuses == [100, 200])
    }

    @Test func `sends a long body back`() async throws {
        let count = 8 << 20
        let received = try await withServer(Self.router()) { port in
            try await blocking {
                let socket = try TestSocket(port: port)
                socket.send("POST /echo HTTP/1.1\r\nHost: test\r\nContent-Length: \(count)\r\n\r\n")
                socket.send([UInt8](repeating: 7, count: count))
                var reader = ReplyReader(socket)
                return try reader.next().body.count
            }
        }
        #expect(received == count)
    }

    @Test func `begins with a short body at its end and with a long one before`() async throws {
        let begun = AsyncStream.makeStream(of: Int?.self)
        var router = openRouter()
        router.raw(.post, "/begin", (), "Tells that it has begun.") { request, _, _ in
            begun.continuation.yield(request.body.length)
            return HTTPResponse(200, text: "\(try await request.body.collect().count)")
        }
        try await withServer(router) { port in
            let short = try TestSocket(port: port)
            short.send("POST /begin HTTP/1.1\r\nHost: test\r\nContent-Length: 65536\r\n\r\nhalf")
            let long = try TestSocket(port: port)
            long.send("POST /begin HTTP/1.1\r\nHost: test\r\nContent-Length: 65537\r\n\r\n")
            for await length in begun.stream.prefix(1) { #expect(length == 65_537) }
            short.send([UInt8](repeating: 1, count: 65_532))
            for await length in begun.stream.prefix(1) { #expect(length == 65_536) }
            let reply = try await blocking { try short.receive() }
            #expect(String(decoding: reply, as: UTF8.self).hasSuffix("65536"))
        }
    }

    @Test func `drops a body where none is taken`() async throws {
        let reply = try await withServer(Self.router()) { try await post($0, "/empty", "{}") }
        #expect(reply.status == 204)
    }

    /// The end of the stream may come with the last bytes, in the middle of them, or while the reader is behind.
    @Test(arguments: [1, 100_000, 3_000_000])
    func `tells the reader of a body that breaks off`(count: Int) async throws {
        let ends = AsyncStream.makeStream(of: Bool.self)
        var router = openRouter()
        router.raw(.post, "/cut", (), "Tells how its body ends.", limit: 64 << 20) { request, _, _ in
            do {
                for try await _ in request.body {}
                ends.continuation.yield(false)
            } catch {
                ends.continuation.yield(true)
            }
            return HTTPResponse(200, text: "")
        }
        try await withServer(router) { port in
            let tries = 50
            for _ in 0..<tries {
                try await blocking {
                    let socket = try TestSocket(port: port)
                    socket.send("POST /cut HTTP/1.1\r\nHost: test\r\nContent-Length: 9000000\r\n\r\n")
                    socket.send([UInt8](repeating: 1, count: count))
                }
            }
            var broken = 0
            for await isBroken in ends.stream.prefix(tries) where isBroken { broken += 1 }
            #expect(broken == tries)
        }
    }

    @Test func `makes a fast sender wait for a slow reader`() async throws {
        let read = AsyncStream.makeStream(of: Void.self)
        var router = openRouter()
        router.raw(.post, "/slow", (), "Reads when told.", limit: 64 << 20) { request, _, _ in
            for await _ in read.stream { break }
            var count = 0
            for try await chunk in request.body {
                if count == 0 { for await _ in read.stream { break } }
                count += chunk.count
            }
            return HTTPResponse(200, text: "\(count)")
        }
        let sent = Mutex(0)
        let reply = try await withServer(router) { port in
            try await blocking {
                let socket = try TestSocket(port: port)
                let count = 32 << 20
                socket.send("POST /slow HTTP/1.1\r\nHost: test\r\nContent-Length: \(count)\r\n\r\n")
                read.continuation.yield()
                Thread {
                    let chunk = [UInt8](repeating: 7, count: 65_536)
                    for _ in 0..<count / 65_536 where socket.send(chunk) { sent.withLock { $0 += 65_536 } }
                }.start()
                var before = -1
                while sent.withLock({ $0 }) != before {
                    before = sent.withLock { $0 }
                    Thread.sleep(forTimeInterval: 0.3)
                }
                #expect(before < 16 << 20)
                read.continuation.yield()
                var reader = ReplyReader(socket)
                return try reader.next().text
            }
        }
        #expect(reply == "\(32 << 20)")
    }
}
