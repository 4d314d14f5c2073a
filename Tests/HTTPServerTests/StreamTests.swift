import Contracts
import Foundation
import HTTPServer
import Synchronization
import TestPeers
import Testing

@Suite(.timeLimit(.minutes(1)))
struct StreamTests {
    @Test func `sends chunks as they are made`() async throws {
        let made = AsyncStream.makeStream(of: [UInt8].self)
        var router = openRouter()
        router.raw(.get, "/stream", (), "Streams.") { _, _, _ in .stream(type: "text/plain", made.stream) }
        let pieces = try await withServer(router) { port in
            try await blocking {
                let socket = try TestSocket(port: port)
                socket.send("GET /stream HTTP/1.1\r\nHost: test\r\n\r\n")
                made.continuation.yield(Array("first".utf8))
                let first = String(decoding: try socket.receive(), as: UTF8.self)
                made.continuation.yield(Array("second".utf8))
                var second = ""
                while !second.contains("second") { second += String(decoding: try socket.receive(), as: UTF8.self) }
                made.continuation.finish()
                return [first, second]
            }
        }
        #expect(pieces[0].contains("chunked") && !pieces[0].contains("second"))
    }

    @Test func `sends a stream of known length without chunks`() async throws {
        var router = openRouter()
        router.raw(.get, "/stream", (), "Streams.") { _, _, _ in
            HTTPResponse(
                200,
                body: .stream(length: 6_000_000) { writer in
                    for _ in 0..<6 { try await writer.write([UInt8](repeating: 9, count: 1_000_000)) }
                }
            )
        }
        let reply = try await withServer(router) { try await get($0, "/stream") }
        #expect(reply.headers["content-length"] == "6000000")
        #expect(reply.body.count == 6_000_000)
    }

    @Test func `makes a fast writer wait for a slow receiver`() async throws {
        let written = Mutex(0)
        var router = openRouter()
        router.raw(.get, "/stream", (), "Streams.") { _, _, _ in
            HTTPResponse(
                200,
                body: .stream(length: nil) { writer in
                    while true {
                        try await writer.write([UInt8](repeating: 9, count: 65_536))
                        written.withLock { $0 += 65_536 }
                    }
                }
            )
        }
        try await withServer(router) { port in
            try await blocking {
                let socket = try TestSocket(port: port)
                socket.send("GET /stream HTTP/1.1\r\nHost: test\r\n\r\n")
                _ = try socket.receive()
                var before = -1
                while written.withLock({ $0 }) != before {
                    before = written.withLock { $0 }
                    Thread.sleep(forTimeInterval: 0.3)
                }
                #expect(before < 16 << 20)
            }
        }
    }

    @Test func `cuts the connection when a stream fails`() async throws {
        var router = openRouter()
        router.raw(.get, "/stream", (), "Fails.") { _, _, _ in
            HTTPResponse(
                200,
                body: .stream(length: nil) { writer in
                    try await writer.write(Array("some".utf8))
                    throw CancellationError()
                }
            )
        }
        let text = try await withServer(router) { port in
            try await blocking {
                let socket = try TestSocket(port: port)
                socket.send("GET /stream HTTP/1.1\r\nHost: test\r\n\r\n")
                return try socket.receiveAll()
            }
        }
        #expect(!text.hasSuffix("0\r\n\r\n"))
    }

    @Test func `tells the handler when the caller hangs up`() async throws {
        let cancelled = AsyncStream.makeStream(of: Void.self)
        var router = openRouter()
        router.raw(.get, "/long", (), "Takes long.") { _, _, _ in
            try await withTaskCancellationHandler {
                try await Task.sleep(for: .seconds(50))
            } onCancel: {
                cancelled.continuation.finish()
            }
            return HTTPResponse(200)
        }
        try await withServer(router) { port in
            try await blocking {
                let socket = try TestSocket(port: port)
                socket.send("GET /long HTTP/1.1\r\nHost: test\r\n\r\n")
            }
            for await _ in cancelled.stream {}
        }
    }

    @Test func `tells the writer when the receiver hangs up`() async throws {
        let ended = AsyncStream.makeStream(of: Void.self)
        var router = openRouter()
        router.raw(.get, "/stream", (), "Streams.") { _, _, _ in
            HTTPResponse(
                200,
                body: .stream(length: nil) { writer in
                    defer { ended.continuation.finish() }
                    while true { try await writer.write([UInt8](repeating: 9, count: 65_536)) }
                }
            )
        }
        try await withServer(router) { port in
            try await blocking {
                let socket = try TestSocket(port: port)
                socket.send("GET /stream HTTP/1.1\r\nHost: test\r\n\r\n")
                _ = try socket.receive()
            }
            for await _ in ended.stream {}
        }
    }

    @Test func `ends answers without an end when the server stops, and at once`() async throws {
        var router = openRouter()
        router.raw(.get, "/events", (), "Streams.") { _, _, _ in
            HTTPResponse(
                200,
                body: .events { writer in
                    try await writer.write(Array("first".utf8))
                    try? await Task.sleep(for: .seconds(50))
                }
            )
        }
        let (rest, started) = try await withServer(router) { port in
            try await blocking {
                let socket = try TestSocket(port: port)
                socket.send("GET /events HTTP/1.1\r\nHost: test\r\n\r\n")
                var text = ""
                while !text.contains("first") { text += String(decoding: try socket.receive(), as: UTF8.self) }
                return (socket, ContinuousClock.now)
            }
        }
        #expect(try rest.receiveAll().hasSuffix("0\r\n\r\n"))
        #expect(.now - started < .seconds(5))
    }
}
