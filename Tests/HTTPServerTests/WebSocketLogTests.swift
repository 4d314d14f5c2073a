import Contracts
import HTTPServer
import Runtime
import TestPeers
import Testing

@testable import WebSocket

/// What many connections are sent alike.
@Suite(.timeLimit(.minutes(1)))
struct WebSocketLogTests {
    private static func frames(_ texts: String...) -> WebSocketFrames {
        var frames = WebSocketFrames()
        for text in texts { frames.append(text: Array(text.utf8)) }
        return frames
    }

    @Test func `what is sent to one alone keeps its place among what all are sent`() async throws {
        let log = WebSocketLog()
        log.append(Self.frames("before anybody followed"))
        var router = openRouter()
        router.webSocket("/log", (), "Says what all are told.") { connection, _, _ in
            connection.send("hello")
            connection.follow(log)
            log.append(Self.frames("one", "two"))
            connection.send("to you")
            connection.send("alone")
            log.append(Self.frames("three"))
            connection.close(.goingAway)
            log.append(Self.frames("behind the close"))
        }
        let (texts, code) = try await withServer(router) { port in
            try await blocking {
                var socket = try TestWebSocket(port: port, path: "/log")
                var texts: [String] = []
                while true {
                    let frame = try socket.receive()
                    if frame.opcode == 8 { return (texts, frame.code) }
                    texts.append(frame.text)
                }
            }
        }
        #expect(texts == ["hello", "one", "two", "to you", "alone", "three"])
        #expect(code == 1001)
    }

    @Test func `one who does not read is closed with 1013 and harms no other`() async throws {
        let log = WebSocketLog()
        var limits = WebSocketLimits()
        (limits.behind, limits.kernelBuffer, limits.closing) = (100_000, 4096, .seconds(50))
        let (followers, follows) = AsyncStream<Void>.makeStream()
        var router = openRouter()
        router.webSocket("/log", (), "Says what all are told.", limits: limits) { connection, _, _ in
            connection.follow(log)
            follows.yield()
            for await _ in connection.incoming {}
        }
        let (last, place) = try await withServer(router) { port in
            let sockets = try await blocking { try (0..<4).map { _ in try TestWebSocket(port: port, path: "/log") } }
            var joined = followers.makeAsyncIterator()
            for _ in sockets { await joined.next() }
            return try await blocking {
                var readers = sockets[1...]
                for number in 0..<500 {
                    let text = "\(number) " + String(repeating: "x", count: 10_000)
                    log.append(Self.frames(text))
                    for index in readers.indices { #expect(try readers[index].receive().text == text) }
                }
                var (silent, place) = (sockets[0], 0)
                while true {
                    let frame = try silent.receive()
                    if frame.opcode == 8 { return (frame.code, place) }
                    #expect(frame.text.hasPrefix("\(place) "))
                    place += 1
                }
            }
        }
        #expect(last == 1013)
        #expect(place < 500)
    }

    @Test func `whoever waits goes on once most have been sent what there is`() async throws {
        let log = WebSocketLog()
        var limits = WebSocketLimits()
        (limits.behind, limits.kernelBuffer) = (10_000_000, 4096)
        let (followers, follows) = AsyncStream<Void>.makeStream()
        var router = openRouter()
        router.webSocket("/log", (), "Says what all are told.", limits: limits) { connection, _, _ in
            connection.follow(log)
            follows.yield()
            for await _ in connection.incoming {}
        }
        await log.taken()
        try await withServer(router) { port in
            var sockets = try await blocking { try (0..<2).map { _ in try TestWebSocket(port: port, path: "/log") } }
            var joined = followers.makeAsyncIterator()
            for _ in sockets { await joined.next() }
            for number in 0..<100 {
                let text = "\(number) " + String(repeating: "x", count: 10_000)
                log.append(Self.frames(text))
                await log.taken()
                // The other never reads.
                let (reader, received) = try await blocking { [socket = sockets[0]] in
                    var reader = socket
                    return (reader, try reader.receive().text)
                }
                #expect(received == text)
                sockets[0] = reader
            }
        }
    }

    @Test func `nobody waits any more once cancelled`() async {
        let (log, loop) = (WebSocketLog(), WebSocketLoop())
        _ = log.follow(on: loop)
        log.append(Self.frames("nobody serves this"))
        let waiting = Task { await log.taken() }
        waiting.cancel()
        await waiting.value
    }

    @Test func `a follower that is behind holds what it has not read, and lets go of a long chain`() {
        let (log, loop) = (WebSocketLog(), WebSocketLoop())
        var run: WebSocketRun? = log.follow(on: loop)
        for _ in 0..<200_000 { log.append(Self.frames("a")) }
        #expect(log.end == 200_000 * 3)
        weak let second = run?.next
        #expect(second != nil)
        run = nil
        #expect(second == nil)
    }

    @Test func `a queue that falls too far behind its log is to be closed`() {
        var limits = WebSocketLimits()
        limits.behind = 20
        let (log, loop) = (WebSocketLog(), WebSocketLoop())
        var queue = WebSocketQueue(limits)
        queue.follow(log, on: loop)
        for _ in 0..<5 { log.append(Self.frames("12345678")) }
        #expect(queue.next() == nil)
        #expect(queue.close?.code == .tryAgainLater)
        #expect(queue.dueClose?.code == .tryAgainLater)
    }

    @Test func `a queue that has had no room for long is to be closed`() {
        var limits = WebSocketLimits()
        (limits.room, limits.patience) = (20, .seconds(30))
        let (log, loop) = (WebSocketLog(), WebSocketLoop())
        var queue = WebSocketQueue(limits)
        queue.follow(log, on: loop)
        let start = ContinuousClock.now
        for _ in 0..<5 { log.append(Self.frames("12345678")) }
        queue.checkPace(start)
        queue.checkPace(start + .seconds(29))
        #expect(queue.close == nil)
        for _ in 0..<3 { #expect(queue.next()?.frames.count == 10) }
        queue.checkPace(start + .seconds(31))
        #expect(queue.close == nil, "what waits has room again")
        for _ in 0..<3 { log.append(Self.frames("12345678")) }
        queue.checkPace(start + .seconds(40))
        queue.checkPace(start + .seconds(71))
        #expect(queue.close?.code == .tryAgainLater)
        #expect(queue.next() == nil && queue.log == nil)
    }
}
