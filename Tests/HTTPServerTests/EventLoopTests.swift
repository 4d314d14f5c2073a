import Contracts
import Dispatch
import Glibc
import HTTPServer
import Runtime
import Synchronization
import TestPeers
import Testing

@Suite(.timeLimit(.minutes(1)))
struct EventLoopTests {
    /// One thread, which a request to `/hold` keeps busy until it is let go.
    private static func withHeldServer<Result: Sendable>(
        _ router: OpenRouter,
        _ body: @Sendable (_ port: UInt16, _ hold: @escaping @Sendable () throws -> Hold) async throws -> Result
    ) async throws -> Result {
        let (begun, released) = (DispatchSemaphore(value: 0), DispatchSemaphore(value: 0))
        var router = router
        router.raw(.get, "/plain", (), "Answers.") { _, _, _ in HTTPResponse(200, text: "ok") }
        router.raw(.get, "/hold", (), "Keeps the thread.") { _, _, _ in
            hold(begun, until: released)
            return HTTPResponse(204)
        }
        var limits = HTTPServerLimits()
        limits.threads = 1
        return try await withServer(router, limits: limits) { port in
            try await body(port) {
                let socket = try TestSocket(port: port)
                socket.send("GET /hold HTTP/1.1\r\nHost: test\r\n\r\n")
                begun.wait()
                return Hold(socket: socket, released: released)
            }
        }
    }

    private struct Hold: Sendable {
        let socket: TestSocket
        let released: DispatchSemaphore

        func release() { released.signal() }
    }

    /// Has the server know the connections: each gets an answer.
    private static func open(_ sockets: [TestSocket]) throws {
        for socket in sockets {
            socket.send(plain)
            var reader = ReplyReader(socket)
            _ = try reader.next()
        }
    }

    /// Waits on the thread itself, which no handler may do.
    private static func hold(_ begun: DispatchSemaphore, until released: DispatchSemaphore) {
        begun.signal()
        released.wait()
    }

    private static let plain = "GET /plain HTTP/1.1\r\nHost: test\r\n\r\n"

    private static func hook(_ path: String, _ body: String) -> String {
        "POST /\(path) HTTP/1.1\r\nHost: test\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body)"
    }

    /// The kernel tells of 128 at most in one go.
    @Test(arguments: [127, 128, 129, 256])
    func `answers all when many connections are ready at once`(count: Int) async throws {
        let texts = try await Self.withHeldServer(openRouter()) { port, hold in
            try await blocking {
                let sockets = try (0..<count).map { _ in try TestSocket(port: port) }
                try Self.open(sockets)
                let held = try hold()
                for socket in sockets { socket.send(Self.plain) }
                held.release()
                return try sockets.map { socket in
                    var reader = ReplyReader(socket)
                    return try reader.next().text
                }
            }
        }
        #expect(texts == Array(repeating: "ok", count: count))
    }

    @Test func `hands over together what came together, to each endpoint its own`() async throws {
        let turns = Mutex<[String: [Int]]>([:])
        var router = openRouter()
        for name in ["one", "two"] {
            router.webhook("/\(name)", "Counts.", limit: 100) { arrivals in
                turns.withLock { $0[name, default: []].append(arrivals.count) }
                for arrival in arrivals {
                    arrival.answer(.success(HTTPResponse(200, text: String(decoding: arrival.body, as: UTF8.self))))
                }
            }
        }
        let texts = try await Self.withHeldServer(router) { port, hold in
            try await blocking {
                let sockets = try (0..<50).map { _ in try TestSocket(port: port) }
                try Self.open(sockets)
                let held = try hold()
                for (number, socket) in sockets.enumerated() {
                    socket.send(Self.hook(number.isMultiple(of: 5) ? "two" : "one", String(number)))
                }
                held.release()
                return try sockets.map { socket in
                    var reader = ReplyReader(socket)
                    return try reader.next().text
                }
            }
        }
        #expect(texts == (0..<50).map { String($0) })
        #expect(turns.withLock { $0 } == ["one": [40], "two": [10]])
    }

    @Test func `an answer that takes long comes, and others do not wait for it`() async throws {
        let (arrived, taken) = AsyncStream.makeStream(of: Arrival.self)
        var router = openRouter()
        router.webhook("/slow", "Answers when told.", limit: 10) { arrivals in
            for arrival in arrivals { taken.yield(arrival) }
        }
        router.raw(.get, "/plain", (), "Answers.") { _, _, _ in HTTPResponse(200, text: "ok") }
        var limits = HTTPServerLimits()
        limits.threads = 1
        let text = try await withServer(router, limits: limits) { port in
            let socket = try TestSocket(port: port)
            socket.send(Self.hook("slow", "x"))
            var arrivals = arrived.makeAsyncIterator()
            let arrival = await arrivals.next()
            for _ in 0..<200 {
                #expect(try await get(port, "/plain").text == "ok")
            }
            arrival?.answer(.success(HTTPResponse(200, text: "at last")))
            return try await blocking {
                var reader = ReplyReader(socket)
                return try reader.next().text
            }
        }
        #expect(text == "at last")
    }

    @Test func `the threads have as many connections each`() async throws {
        let threads = Mutex<[pthread_t: Int]>([:])
        var router = openRouter()
        router.webhook("/thread", "Notes its thread.", limit: 10) { arrivals in
            threads.withLock { $0[pthread_self(), default: 0] += arrivals.count }
            for arrival in arrivals { arrival.answer(.success(HTTPResponse(204))) }
        }
        var limits = HTTPServerLimits()
        limits.threads = 3
        try await withServer(router, limits: limits) { port in
            try await blocking {
                let sockets = try (0..<30).map { _ in try TestSocket(port: port) }
                for socket in sockets {
                    socket.send(Self.hook("thread", "x"))
                    var reader = ReplyReader(socket)
                    _ = try reader.next()
                }
            }
        }
        #expect(threads.withLock { $0.values.sorted() } == [10, 10, 10])
    }

    @Test func `a connection beyond the limit is served once another one is closed`() async throws {
        var router = openRouter()
        router.raw(.get, "/plain", (), "Answers.") { _, _, _ in HTTPResponse(200, text: "ok") }
        var limits = HTTPServerLimits()
        limits.connections = 2
        try await withServer(router, limits: limits) { port in
            try await blocking {
                var sockets = try (0..<3).map { _ in try TestSocket(port: port) }
                for socket in sockets { socket.send(Self.plain) }
                for socket in sockets.prefix(2) {
                    var reader = ReplyReader(socket)
                    #expect(try reader.next().text == "ok")
                }
                #expect(throws: TestSocket.Failure.self) { try sockets[2].receive(within: 200) }
                let last = sockets.removeLast()
                sockets = []
                var reader = ReplyReader(last)
                #expect(try reader.next().text == "ok")
            }
        }
    }

    /// How long its thread has worked, in seconds.
    private static func work(_ clock: clockid_t) -> Double {
        var time = timespec()
        clock_gettime(clock, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }

    @Test func `an endless line between the chunks of a body keeps no thread busy`() async throws {
        let clock = Mutex<clockid_t>(0)
        var router = openRouter()
        router.webhook("/hook", "Notes its thread's clock.", limit: 100) { arrivals in
            clock.withLock { _ = pthread_getcpuclockid(pthread_self(), &$0) }
            for arrival in arrivals { arrival.answer(.success(HTTPResponse(204))) }
        }
        var limits = HTTPServerLimits()
        limits.threads = 1
        try await withServer(router, limits: limits) { port in
            _ = try await fetch(port, Self.hook("hook", "x"))
            let thread = clock.withLock { $0 }
            let endless = try TestSocket(port: port)
            let head = "POST /hook HTTP/1.1\r\nHost: test\r\nTransfer-Encoding: chunked\r\n\r\n"
            endless.send(head + "1;" + String(repeating: "a", count: 20_000))
            let before = Self.work(thread)
            try await Task.sleep(for: .seconds(1))
            #expect(Self.work(thread) - before < 0.5)
            #expect(try await fetch(port, Self.hook("hook", "x")).status == 204)
            withExtendedLifetime(endless) {}
        }
    }
}
