import Contracts
import Foundation
import HTTPServer
import Runtime
import TestPeers
import Testing
import WebSocket

@Suite(.timeLimit(.minutes(1)))
struct WebSocketTests {
    private static func router(_ limits: WebSocketLimits = WebSocketLimits()) -> OpenRouter {
        var router = openRouter()
        router.webSocket("/echo", (), "Says it again.", limits: limits) { connection, _, _ in
            for await message in connection.incoming {
                switch message {
                case .text(let text): connection.send(text)
                case .binary(let bytes): connection.send(binary: bytes)
                }
            }
        }
        router.webSocket("/flood", (), "Says much.", limits: limits) { connection, _, _ in
            while connection.send(String(repeating: "x", count: 10_000)) { await Task.yield() }
        }
        router.webSocket("/fail", (), "Fails.") { _, _, _ in throw Malformed("thing", "") }
        router.webSocket("/header", (), "Tells a header.") { connection, request, _ in
            connection.send(request.header("Upgrade") ?? "none")
        }
        return router
    }

    private func talk<Result: Sendable>(
        _ path: String,
        _ limits: WebSocketLimits = WebSocketLimits(),
        early: [UInt8] = [],
        _ body: @escaping @Sendable (inout TestWebSocket) throws -> Result
    ) async throws -> Result {
        try await withServer(Self.router(limits)) { port in
            try await blocking {
                var socket = try TestWebSocket(port: port, path: path, early: early)
                return try body(&socket)
            }
        }
    }

    @Test func `carries text and bytes both ways`() async throws {
        let frames = try await talk("/echo") { socket in
            socket.send(1, "héllo")
            socket.socket.send(TestWebSocket.frame(2, [1, 2, 3]))
            return [try socket.receive(), try socket.receive()]
        }
        #expect(frames.map(\.opcode) == [1, 2])
        #expect(frames[0].text == "héllo" && frames[1].payload == [1, 2, 3])
    }

    @Test func `puts fragments together`() async throws {
        let frame = try await talk("/echo") { socket in
            socket.socket.send(TestWebSocket.frame(1, Array("one ".utf8), isLast: false))
            socket.send(9, "between")
            socket.socket.send(TestWebSocket.frame(0, Array("two".utf8)))
            return [try socket.receive(), try socket.receive()]
        }
        #expect(frame[0] == TestWebSocket.Frame(opcode: 10, payload: Array("between".utf8)))
        #expect(frame[1].text == "one two")
    }

    @Test func `reads what came with the handshake`() async throws {
        let early = TestWebSocket.frame(1, Array("early".utf8))
        #expect(try await talk("/echo", early: early) { try $0.receive().text } == "early")
    }

    @Test func `carries a long message`() async throws {
        let count = try await talk("/echo") { socket in
            socket.send(1, String(repeating: "y", count: 500_000))
            return try socket.receive().payload.count
        }
        #expect(count == 500_000)
    }

    @Test(arguments: [
        (TestWebSocket.frame(1, [UInt8](repeating: 65, count: 2000)), 1009),
        (TestWebSocket.frame(1, [0xff, 0xfe]), 1007),
        (TestWebSocket.frame(1, [65], isMasked: false), 1002),
        (TestWebSocket.frame(3, [65]), 1002),
        (TestWebSocket.frame(8, [3, 232]), 1000),
    ])
    func `closes with a code`(bytes: [UInt8], code: Int) async throws {
        var limits = WebSocketLimits()
        limits.longestMessage = 1000
        let frame = try await talk("/echo", limits) { socket in
            socket.socket.send(bytes)
            return try socket.receive()
        }
        #expect(frame.opcode == 8 && frame.code == code)
    }

    @Test func `closes when the handler fails`() async throws {
        let frame = try await talk("/fail") { try $0.receive() }
        #expect(frame.opcode == 8 && frame.code == 1011)
    }

    @Test func `shows the handshake to the handler`() async throws {
        #expect(try await talk("/header") { try $0.receive().text } == "WebSocket")
    }

    @Test func `closes a receiver that is too slow with 1013`() async throws {
        var limits = WebSocketLimits()
        limits.outbound = 100_000
        let last = try await talk("/flood", limits) { socket in
            Thread.sleep(forTimeInterval: 1)
            while true {
                let frame = try socket.receive()
                if frame.opcode == 8 { return frame.code }
            }
        }
        #expect(last == 1013)
    }

    @Test func `carries what was framed for many`() async throws {
        var router = openRouter()
        let texts = ["short", String(repeating: "m", count: 300), String(repeating: "l", count: 70_000)]
        router.webSocket("/framed", (), "Says three things.") { connection, _, _ in
            var frames = WebSocketFrames()
            for text in texts { frames.append(text: Array(text.utf8)) }
            connection.send(frames)
        }
        let received = try await withServer(router) { port in
            try await blocking {
                var socket = try TestWebSocket(port: port, path: "/framed")
                return [try socket.receive(), try socket.receive(), try socket.receive(), try socket.receive()]
            }
        }
        #expect(received.prefix(3).map(\.text) == texts)
        #expect(received.last?.code == 1000)
    }

    @Test func `closes who makes no room for long with 1013, although the sender waits`() async throws {
        let (over, isOver) = AsyncStream<Void>.makeStream()
        var limits = WebSocketLimits()
        (limits.room, limits.kernelBuffer, limits.patience) = (20_000, 4096, .milliseconds(100))
        var router = openRouter()
        router.webSocket("/flood", (), "Says much.", limits: limits) { connection, _, _ in
            repeat { await connection.room() } while connection.send(String(repeating: "x", count: 10_000))
            isOver.finish()
        }
        let last = try await withServer(router) { port in
            let silent = try await blocking { try TestWebSocket(port: port, path: "/flood") }
            for await _ in over {}
            return try await blocking {
                var socket = silent
                while true {
                    let frame = try socket.receive()
                    if frame.opcode == 8 { return frame.code }
                    #expect(frame.payload.count == 10_000)
                }
            }
        }
        #expect(last == 1013)
    }

    @Test func `drops what comes where nobody listens`() async throws {
        var limits = WebSocketLimits()
        limits.incoming = 0
        let answer = try await talk("/echo", limits) { socket in
            for _ in 0..<1000 { socket.send(1, "hello") }
            socket.send(9, "still there?")
            return try socket.receive()
        }
        #expect(answer == TestWebSocket.Frame(opcode: 10, payload: Array("still there?".utf8)))
    }

    @Test func `drops who sends pings and reads no answers`() async throws {
        var limits = WebSocketLimits()
        limits.kernelBuffer = 64 << 10
        let ended = AsyncStream.makeStream(of: WebSocketCloseCode?.self)
        var router = openRouter()
        router.webSocket("/wait", (), "Waits.", limits: limits) { connection, _, _ in
            for await _ in connection.incoming {}
            ended.continuation.yield(connection.closeCode)
        }
        try await withServer(router) { port in
            let client = try await blocking {
                let client = try TestWebSocket(port: port, path: "/wait")
                // Few answers fit into what the kernel holds for us.
                var window = 16 << 10 as Int32
                setsockopt(client.socket.handle, SOL_SOCKET, SO_RCVBUF, &window, socklen_t(MemoryLayout<Int32>.size))
                let ping = TestWebSocket.frame(9, [UInt8](repeating: 65, count: 125))
                client.socket.send(Array(repeatElement(ping, count: 30_000).joined()))
                return client
            }
            for await code in ended.stream {
                #expect(code == .abnormal)
                break
            }
            withExtendedLifetime(client) {}
        }
    }

    @Test func `takes as many pings as somebody sends who reads`() async throws {
        let answered = try await talk("/echo") { socket in
            let ping = TestWebSocket.frame(9, [65])
            for _ in 0..<20 {
                socket.socket.send(Array(repeatElement(ping, count: 50).joined()))
                for _ in 0..<50 { guard try socket.receive().opcode == 10 else { return false } }
            }
            return true
        }
        #expect(answered)
    }

    @Test func `pings who is silent and drops who is dead`() async throws {
        var limits = WebSocketLimits()
        limits.pingEvery = .milliseconds(100)
        limits.deadAfter = .milliseconds(2500)
        let opcodes = try await talk("/echo", limits) { socket in
            var opcodes: [UInt8] = []
            while let frame = try? socket.receive() { opcodes.append(frame.opcode) }
            return opcodes
        }
        #expect(opcodes.first == 9 && opcodes.allSatisfy { $0 == 9 })
    }

    @Test func `says that the service stops`() async throws {
        let server = try HTTPServer(
            host: "127.0.0.1",
            port: 0,
            routes: try Self.router().build(),
            logger: .silent,
            metrics: Metrics()
        )
        let running = Task { try await server.run() }
        let frame = try await blocking {
            var socket = try TestWebSocket(port: server.port, path: "/echo")
            socket.send(1, "open")
            _ = try socket.receive()
            running.cancel()
            let frame = try socket.receive()
            socket.socket.send(TestWebSocket.frame(8, frame.payload))
            return frame
        }
        try await running.value
        #expect(frame.code == 1001)
    }

    @Test func `refuses what is no handshake`() async throws {
        let reply = try await withServer(Self.router()) { try await get($0, "/echo") }
        #expect(reply.status == 426)
        #expect(reply.headers["sec-websocket-version"] == "13")
    }

    @Test func `ends the handler with the connection`() async throws {
        let ended = AsyncStream.makeStream(of: WebSocketCloseCode?.self)
        var router = openRouter()
        router.webSocket("/wait", (), "Waits.") { connection, _, _ in
            try? await Task.sleep(for: .seconds(50))
            ended.continuation.yield(connection.closeCode)
        }
        try await withServer(router) { port in
            try await blocking { _ = try TestWebSocket(port: port, path: "/wait") }
            for await code in ended.stream {
                #expect(code == .abnormal)
                break
            }
        }
    }
}
