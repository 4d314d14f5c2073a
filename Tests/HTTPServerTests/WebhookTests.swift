import Contracts
import Dispatch
import HTTPServer
import Runtime
import Synchronization
import TestPeers
import Testing

@Suite(.timeLimit(.minutes(1)))
struct WebhookTests {
    /// Answers with how many bytes came, from another thread; `refuse` is refused.
    private static func router(limit: Int = 1 << 20) -> OpenRouter {
        var router = openRouter()
        router.webhook("/hook/{name}", "Takes what comes.", limit: limit) { arrivals in
            for arrival in arrivals {
                let kind = arrival.request.header("X-Kind") ?? "none"
                let answer = Result { () throws(Problem) in
                    if arrival.parameters["name"] == "refuse" { throw Problem(401, "wrong", "Wrong.") }
                    return HTTPResponse(200, text: "\(kind) \(arrival.body.count)")
                }
                DispatchQueue.global().async { arrival.answer(answer.mapError { $0 }) }
            }
        }
        return router
    }

    private func head(_ length: Int, _ more: String = "") -> String {
        "POST /hook/a HTTP/1.1\r\nHost: test\r\nX-Kind: k\r\nContent-Length: \(length)\r\n\(more)\r\n"
    }

    @Test(arguments: [0, 1, 1000, 65_536, 65_537, 900_000])
    func `gets the whole body, however long it is`(count: Int) async throws {
        let reply = try await withServer(Self.router()) { port in
            try await fetch(port, head(count) + String(repeating: "x", count: count))
        }
        #expect(reply.status == 200)
        #expect(reply.text == "k \(count)")
    }

    @Test func `gets a body that comes in parts, in chunks or is asked for`() async throws {
        try await withServer(Self.router()) { port in
            let parts = try await blocking {
                let socket = try TestSocket(port: port)
                socket.send(head(6) + "abc")
                socket.send("def")
                var reader = ReplyReader(socket)
                return try reader.next().text
            }
            #expect(parts == "k 6")
            let chunks =
                "POST /hook/a HTTP/1.1\r\nHost: test\r\nX-Kind: k\r\nTransfer-Encoding: chunked\r\n\r\n"
                + "3\r\nabc\r\n4\r\ndefg\r\n0\r\n\r\n"
            #expect(try await fetch(port, chunks).text == "k 7")
            let asked = try await blocking {
                let socket = try TestSocket(port: port)
                socket.send(head(3, "Expect: 100-continue\r\n"))
                var reader = ReplyReader(socket)
                let first = try reader.next().status
                socket.send("abc")
                return (first, try reader.next().text)
            }
            #expect(asked == (100, "k 3"))
        }
    }

    @Test func `has its caller's trace, whether its body comes whole or in parts`() async throws {
        var router = openRouter()
        router.webhook("/trace", "Tells its trace.", limit: 100) { arrivals in
            for arrival in arrivals { arrival.answer(.success(HTTPResponse(200, text: arrival.trace.traceID))) }
        }
        let id = "4bf92f3577b34da6a3ce929d0e0e4736"
        let head = "POST /trace HTTP/1.1\r\nHost: test\r\ntraceparent: 00-\(id)-00f067aa0ba902b7-01\r\n"
        try await withServer(router) { port async throws -> Void in
            #expect(try await fetch(port, head + "Content-Length: 2\r\n\r\n{}").text == id)
            #expect(try await fetch(port, head + "Transfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n").text == id)
        }
    }

    @Test func `answers many on one connection, each in its turn`() async throws {
        let texts = try await withServer(Self.router()) { port in
            try await blocking {
                let socket = try TestSocket(port: port)
                for count in 1...50 { socket.send(head(count) + String(repeating: "x", count: count)) }
                var reader = ReplyReader(socket)
                return try (1...50).map { _ in try reader.next().text }
            }
        }
        #expect(texts == (1...50).map { "k \($0)" })
    }

    @Test func `refuses what it should, in the form of all problems`() async throws {
        try await withServer(Self.router(limit: 1000)) { port in
            let refused = try await post(port, "/hook/refuse", "{}")
            #expect(refused.status == 401)
            #expect(refused.headers["content-type"] == "application/problem+json")
            #expect(refused.text.contains("\"wrong\""))
            #expect(try await fetch(port, head(1001) + String(repeating: "x", count: 1001)).status == 413)
            #expect(try await get(port, "/hook/a").status == 405)
        }
    }

    @Test func `one that hangs up while it waits disturbs nobody, and others do not keep the server from stopping`()
        async throws
    {
        let waiting = Mutex<[Arrival]>([])
        let (begun, taken) = AsyncStream.makeStream(of: Void.self)
        var router = Self.router()
        router.webhook("/wait", "Answers when told.", limit: 10) { arrivals in
            waiting.withLock { $0 += arrivals }
            for _ in arrivals { taken.yield() }
        }
        let request = "POST /wait HTTP/1.1\r\nHost: test\r\nContent-Length: 2\r\n\r\n{}"
        var limits = HTTPServerLimits()
        limits.drain = .milliseconds(100)
        let left = try await withServer(router, limits: limits) { port in
            var gone: TestSocket? = try TestSocket(port: port)
            gone?.send(request)
            for await _ in begun.prefix(1) {}
            gone = nil
            #expect(try await post(port, "/hook/a", "{}").text == "none 2")
            for arrival in waiting.withLock({ $0 }) { arrival.answer(.success(HTTPResponse(200, text: "late"))) }
            let left = try TestSocket(port: port)
            left.send(request)
            for await _ in begun.prefix(1) {}
            return left
        }
        let reply = try await blocking {
            var reader = ReplyReader(left)
            return try reader.next()
        }
        #expect(reply.status == 503)
        for arrival in waiting.withLock({ $0 }) { arrival.answer(.success(HTTPResponse(200, text: "too late"))) }
    }
}
