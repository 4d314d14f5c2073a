import Contracts
import Foundation
import HTTPServer
import Runtime
import TestPeers
import Testing

@Suite(.timeLimit(.minutes(1)))
struct ConnectionTests {
    private static var router: OpenRouter {
        var router = openRouter()
        router.raw(.get, "/now", (), "Answers at once.") { request, _, _ in
            HTTPResponse(200, text: request.query.map { "\($0.name)=\($0.value)" }.joined(separator: ";"))
        }
        router.raw(.get, "/later", (), "Answers after a while.") { _, _, _ in
            try await Task.sleep(for: .milliseconds(50))
            return HTTPResponse(200, text: "later")
        }
        return router
    }

    private func talk(_ text: String, limits: HTTPServerLimits = HTTPServerLimits()) async throws -> String {
        try await withServer(Self.router, limits: limits) { port in
            try await blocking {
                let socket = try TestSocket(port: port)
                socket.send(text)
                socket.finish()
                return try socket.receiveAll()
            }
        }
    }

    @Test func `answers pipelined requests in order`() async throws {
        let text = try await talk(
            ["/now?a=1", "/later", "/now?b=2", "/later", "/nothing", "/now?c=3"].map {
                "GET \($0) HTTP/1.1\r\nHost: test\r\n\r\n"
            }.joined()
        )
        let places = ["a=1", "later", "b=2", "no_such_route", "c=3"].map { text.range(of: $0)?.lowerBound }
        #expect(places.allSatisfy { $0 != nil })
        #expect(places.compactMap { $0 } == places.compactMap { $0 }.sorted())
    }

    @Test func `answers a caller that sends no more`() async throws {
        #expect(try await talk("GET /later HTTP/1.1\r\nHost: test\r\n\r\n").hasSuffix("later"))
    }

    @Test func `reads a query in the order it came`() async throws {
        let text = try await talk("GET /now?b=a%26b&a=x+y&b=2&%C3%A4=%2B HTTP/1.1\r\nHost: test\r\n\r\n")
        #expect(text.hasSuffix("b=a&b;a=x y;b=2;ä=+"))
    }

    @Test(arguments: [
        "GET\r\n\r\n", "GET / HTTP/9.9\r\n\r\n", "\u{16}\u{3}\u{1}\u{2}\u{0}\u{1}\u{0}",
        "GET / HTTP/1.1\r\nHost\r\n\r\n",
        "POST /now HTTP/1.1\r\nHost: a\r\nContent-Length: minus\r\n\r\n",
    ])
    func `survives what is not HTTP`(text: String) async throws {
        #expect(try await !talk(text).hasPrefix("HTTP/1.1 200"))
    }

    @Test func `refuses headers that are too long`() async throws {
        let header = "X-Long: " + String(repeating: "x", count: 60_000)
        let text = try await talk("GET /now HTTP/1.1\r\nHost: test\r\n\(header)\r\n\r\n")
        #expect(text.hasPrefix("HTTP/1.1 431"))
    }

    @Test func `takes headers of 8 KiB`() async throws {
        let header = "X-Long: " + String(repeating: "x", count: 8192)
        let text = try await talk("GET /now HTTP/1.1\r\nHost: test\r\n\(header)\r\n\r\n")
        #expect(text.hasPrefix("HTTP/1.1 200"))
    }

    @Test func `cuts off who sends a byte at a time`() async throws {
        var limits = HTTPServerLimits()
        limits.firstRequest = .milliseconds(500)
        let text = try await withServer(Self.router, limits: limits) { port in
            try await blocking {
                let socket = try TestSocket(port: port)
                for byte in "GET /now HTTP/1.1\r\nHost: test\r\nX: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\r\n".utf8 {
                    guard socket.send([byte]) else { break }
                    Thread.sleep(forTimeInterval: 0.05)
                }
                return (try? socket.receiveAll()) ?? ""
            }
        }
        #expect(text.isEmpty)
    }

    /// A router with a route that says when it is reached, and answers when `finish` lets it.
    private static func waiting(
        _ reached: Signal,
        _ finish: @escaping @Sendable () async throws -> Void
    ) -> Router<Void, Void> {
        var router = Self.router
        router.raw(.get, "/waits", (), "Answers in its own time.") { _, _, _ in
            reached.wake()
            try await finish()
            return HTTPResponse(200, text: "later")
        }
        return router
    }

    /// Sends a request, stops the server once its handler runs, and reads what comes.
    private static func stopAmidst(
        _ limits: HTTPServerLimits,
        _ finish: @escaping @Sendable () async throws -> Void
    ) async throws -> String {
        let reached = Signal()
        return try await withServer(waiting(reached, finish), limits: limits) { port in
            let socket = try TestSocket(port: port)
            socket.send("GET /waits HTTP/1.1\r\nHost: test\r\n\r\n")
            await reached.wait()
            return socket
        }.receiveAll()
    }

    @Test func `lets open requests end when it stops`() async throws {
        let text = try await Self.stopAmidst(HTTPServerLimits()) { try await Task.sleep(for: .milliseconds(300)) }
        #expect(text.hasSuffix("later"))
        #expect(text.contains("Connection: close"))
    }

    @Test func `answers what never ends with 503 when it stops`() async throws {
        var limits = HTTPServerLimits()
        limits.drain = .milliseconds(100)
        let text = try await Self.stopAmidst(limits) {
            await withCheckedContinuation { (_: CheckedContinuation<Void, Never>) in }
        }
        #expect(text.hasPrefix("HTTP/1.1 503"))
    }

    @Test(arguments: [(1000, false), (100_000, true)])
    func `waits for no body that does not come when it stops`(length: Int, isReadAtOnce: Bool) async throws {
        var limits = HTTPServerLimits()
        limits.drain = .milliseconds(100)
        var router = openRouter()
        let isReading = AsyncStream.makeStream(of: Void.self)
        router.raw(.post, "/upload", (), "Reads.", limit: 1 << 20) { request, _, _ in
            isReading.continuation.yield()
            return HTTPResponse(200, type: "text/plain", bytes: try await request.body.collect())
        }
        let began = ContinuousClock.now
        let socket = try await withServer(router, limits: limits) { port in
            let socket = try TestSocket(port: port)
            socket.send("POST /upload HTTP/1.1\r\nHost: test\r\nContent-Length: \(length)\r\n\r\nhalf")
            if isReadAtOnce { for await _ in isReading.stream { break } }
            return socket
        }
        #expect(.now - began < .seconds(10))
        // It may be cut off without a word.
        #expect((try? await blocking { try socket.receiveAll() })?.hasPrefix("HTTP/1.1 200") != true)
    }

    @Test func `its port is free once it has stopped`() async throws {
        let port = try await withServer(Self.router) { port in port }
        #expect(throws: (any Error).self) { _ = try TestSocket(port: port) }
        let again = try HTTPServer(
            host: "127.0.0.1",
            port: port,
            routes: try Self.router.build(),
            logger: .silent,
            metrics: Metrics()
        )
        #expect(again.port == port)
    }

    @Test func `refuses a port that is taken`() async throws {
        try await withServer(Self.router) { port in
            _ = #expect(throws: HTTPServerError.couldNotBind(host: "127.0.0.1", port: port, code: EADDRINUSE)) {
                _ = try HTTPServer(
                    host: "127.0.0.1",
                    port: port,
                    routes: try Self.router.build(),
                    logger: .silent,
                    metrics: Metrics()
                )
            }
        }
    }
}
