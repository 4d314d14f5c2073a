import HTTPClient
import Testing

/// What a bad peer can do to us, and what the caller is told.
@Suite(.timeLimit(.minutes(1)))
struct FaultTests {
    let client = HTTPClient()

    @Test func `says that nothing arrived when nobody listens`() async throws {
        let peer = Peer { _ in }
        peer.stop()
        let error = try await #require(throws: HTTPClientError.self) {
            try await client.send(HTTPClientRequest("POST", peer.url(), body: .bytes([1])))
        }
        guard case .couldNotConnect = error else { throw error }
        #expect(!error.mayHaveArrived)
    }

    @Test func `says that nothing arrived when the name does not resolve`() async throws {
        let error = try await #require(throws: HTTPClientError.self) {
            try await client.send(HTTPClientRequest("GET", "http://nowhere.invalid/"))
        }
        guard case .couldNotConnect = error else { throw error }
    }

    @Test func `gives up on a peer that never answers`() async {
        let peer = Peer { connection in
            _ = connection.read()
            connection.waitForEnd()
        }
        let error = await #expect(throws: HTTPClientError.timedOut) {
            try await client.send(HTTPClientRequest("POST", peer.url(), body: .bytes([1]), timeout: .milliseconds(200)))
        }
        #expect(error?.mayHaveArrived == true)
    }

    @Test func `gives up on a body that dries up`() async throws {
        let peer = Peer { connection in
            _ = connection.read()
            connection.write("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf")
            connection.waitForEnd()
        }
        let stream = try await client.stream(HTTPClientRequest("GET", peer.url(), idleTimeout: .milliseconds(200)))
        await #expect(throws: HTTPClientError.timedOut) {
            for try await chunk in stream.body { #expect(chunk == Array("half".utf8)) }
        }
    }

    @Test func `lets a body that drips take its time`() async throws {
        let peer = Peer { connection in
            _ = connection.read()
            connection.write("HTTP/1.1 200 OK\r\nContent-Length: 20\r\n\r\n")
            for _ in 0..<20 {
                connection.write("x")
                pause(milliseconds: 30)
            }
        }
        let request = HTTPClientRequest(
            "GET",
            peer.url(),
            timeout: .milliseconds(300),
            idleTimeout: .milliseconds(300)
        )
        var received = 0
        for try await chunk in try await client.stream(request).body { received += chunk.count }
        #expect(received == 20)
        await #expect(throws: HTTPClientError.timedOut) { try await client.send(request) }
    }

    @Test(arguments: [
        "", "HTTP/1.1 200 OK\r\nContent-Le", "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab", "HTTP/1.1 100 Continue\r\n\r\n",
    ])
    func `tells an answer that was cut off from a whole one`(sent: String) async throws {
        for isReset in [false, true] {
            let peer = Peer { connection in
                _ = connection.read()
                connection.write(sent)
                if isReset { connection.reset() }
            }
            let error = try await #require(throws: HTTPClientError.self) {
                try await client.send(HTTPClientRequest("POST", peer.url(), body: .bytes([1])))
            }
            guard case .connectionLost = error else { throw error }
            #expect(error.mayHaveArrived)
        }
    }

    @Test(arguments: ["garbage\r\n\r\n", "\u{0}\u{1}\u{2}", "HTTP/9.9 abc\r\n\r\n", "HTTP/1.1 99999 No\r\n\r\n"])
    func `does not take noise for an answer`(noise: String) async {
        let peer = Peer { connection in
            _ = connection.read()
            connection.write(noise)
        }
        let error = await #expect(throws: HTTPClientError.self) {
            try await client.send(HTTPClientRequest("GET", peer.url()))
        }
        #expect(error?.mayHaveArrived == true)
    }

    @Test func `stops reading an answer that is over the limit`() async {
        let block = [UInt8](repeating: 65, count: 64 * 1024)
        let peer = Peer { connection in
            _ = connection.read()
            connection.write("HTTP/1.1 200 OK\r\n\r\n")
            while connection.write(block) {}
        }
        await #expect(throws: HTTPClientError.tooLarge(limit: 1_000_000)) {
            try await client.send(HTTPClientRequest("GET", peer.url(), maxResponseBytes: 1_000_000))
        }
    }

    @Test func `refuses an answer that promises more than the limit`() async {
        let peer = Peer { connection in
            _ = connection.read()
            connection.write("HTTP/1.1 200 OK\r\nContent-Length: 50000000000\r\n\r\n")
            connection.waitForEnd()
        }
        await #expect(throws: HTTPClientError.tooLarge(limit: 1000)) {
            try await client.stream(HTTPClientRequest("GET", peer.url(), maxResponseBytes: 1000))
        }
    }

    @Test func `stops reading a head without end`() async {
        let peer = Peer { connection in
            _ = connection.read()
            connection.write("HTTP/1.1 200 OK\r\n")
            while connection.write("X-Filler: \(String(repeating: "x", count: 1000))\r\n") {}
        }
        await #expect(throws: HTTPClientError.tooLarge(limit: 65536)) {
            try await client.send(HTTPClientRequest("GET", peer.url()))
        }
    }

    /// The first answer is given; the second request is read and the connection closed without an answer.
    @Test(arguments: [("POST", 2), ("GET", 3)])
    func `sends again on a fresh connection only what may be doubled`(method: String, requests: Int) async throws {
        let isFirst = Countdown(1)
        let peer = Peer { connection in
            guard connection.read() != nil else { return }
            connection.answer(200, "fine")
            guard isFirst.take(), connection.read() != nil else { return }
        }
        let request = HTTPClientRequest(method, peer.url())
        _ = try await client.send(request)
        if method == "GET" {
            #expect(try await client.send(request).text == "fine")
        } else {
            let error = await #expect(throws: HTTPClientError.self) { try await client.send(request) }
            #expect(error?.mayHaveArrived == true)
        }
        #expect(peer.requests.count == requests)
    }

    @Test func `reaches no address that its filter refuses`() async {
        let peer = Peer { connection in
            _ = connection.read()
            connection.answer()
        }
        let client = HTTPClient(addresses: .publicOnly)
        for host in ["127.0.0.1", "localhost", "[::1]", "[::ffff:127.0.0.1]", "0x7f.1"] {
            let error = await #expect(throws: HTTPClientError.addressRefused) {
                try await client.send(HTTPClientRequest("GET", "http://\(host):\(peer.port)/"))
            }
            #expect(error?.mayHaveArrived == false)
        }
        #expect(peer.connections == 0)
    }
}
