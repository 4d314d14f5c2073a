import HTTPClient
import Testing

/// What goes out and what comes back.
@Suite(.timeLimit(.minutes(1)))
struct ExchangeTests {
    let client = HTTPClient()

    @Test func `sends a request as asked and reads the whole answer`() async throws {
        let peer = Peer { connection in
            guard connection.read() != nil else { return }
            connection.answer(201, "made", headers: "X-Kind:  new \r\n")
        }
        let request = HTTPClientRequest(
            "POST",
            peer.url("/api/sendText?x=1"),
            headers: [("X-Api-Key", "secret"), ("X-Empty", ""), ("Content-Type", "application/json")],
            body: .bytes(Array("{}".utf8))
        )
        let response = try await client.send(request)
        #expect(response.status == 201)
        #expect(response.text == "made")
        #expect(response.header("X-KIND") == "new")
        let seen = try #require(peer.requests.first)
        #expect(seen.line == "POST /api/sendText?x=1 HTTP/1.1")
        #expect(seen.headers["x-api-key"] == "secret")
        #expect(seen.headers["x-empty"] == "")
        #expect(seen.headers["content-length"] == "2")
        #expect(seen.headers["expect"] == nil)
        #expect(seen.headers["cookie"] == nil)
        #expect(seen.body == Array("{}".utf8))
    }

    @Test(arguments: ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"])
    func `sends any method without a body`(method: String) async throws {
        let peer = Peer { connection in
            guard connection.read() != nil else { return }
            connection.answer(200, method == "HEAD" ? "" : "yes")
        }
        let response = try await client.send(HTTPClientRequest(method, peer.url()))
        #expect(response.status == 200)
        #expect(peer.requests.first?.line == "\(method) / HTTP/1.1")
        #expect(peer.requests.first?.headers["transfer-encoding"] == nil)
    }

    @Test(arguments: [204, 302, 401, 404, 422, 500, 503])
    func `hands over any status and follows no redirect`(status: Int) async throws {
        let peer = Peer { connection in
            guard connection.read() != nil else { return }
            connection.answer(status, "", headers: "Location: /elsewhere\r\nSet-Cookie: a=b\r\n")
        }
        let response = try await client.send(HTTPClientRequest("GET", peer.url()))
        #expect(response.status == status)
        #expect(peer.requests.count == 1)
    }

    @Test func `skips interim answers and reads chunks`() async throws {
        let peer = Peer { connection in
            guard connection.read() != nil else { return }
            connection.write("HTTP/1.1 103 Early\r\nLink: x\r\n\r\n")
            connection.write(
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\nT: 1\r\n\r\n"
            )
        }
        let response = try await client.send(HTTPClientRequest("GET", peer.url()))
        #expect(response.status == 200)
        #expect(response.text == "abcde")
        #expect(response.header("link") == nil)
    }

    @Test func `uses one connection for requests that follow each other`() async throws {
        let peer = Peer { connection in
            while connection.read() != nil { connection.answer(200, "again") }
        }
        for _ in 0..<5 {
            #expect(try await client.send(HTTPClientRequest("GET", peer.url())).text == "again")
        }
        #expect(peer.connections == 1)
        #expect(peer.requests.count == 5)
    }

    @Test func `keeps to its number of connections per host`() async throws {
        let client = HTTPClient(connectionsPerHost: 2)
        let peer = Peer { connection in
            while connection.read() != nil { connection.answer(200, "ok") }
        }
        try await withThrowingTaskGroup(of: Int.self) { group in
            for _ in 0..<40 {
                group.addTask { try await client.send(HTTPClientRequest("GET", peer.url())).status }
            }
            for try await status in group { #expect(status == 200) }
        }
        #expect(peer.connections <= 2)
        #expect(peer.requests.count == 40)
    }

    @Test(arguments: [
        "ftp://127.0.0.1/", "file:///etc/passwd", "nonsense", "", "http://", "http://127.0.0.1:99999/", "http://a b/",
    ])
    func `refuses a URL that is not http`(url: String) async {
        let error = await #expect(throws: HTTPClientError.self) { try await client.send(HTTPClientRequest("GET", url)) }
        #expect(error?.mayHaveArrived == false)
    }

    @Test(arguments: [
        ("X: y", "a"), ("", "a"), ("X", "a\r\nInjected: b"), ("X", "a\u{0}"), ("X\n", "a"),
    ])
    func `refuses a header that cannot stand`(name: String, value: String) async {
        await #expect(throws: HTTPClientError.malformedHeader(name)) {
            try await client.send(HTTPClientRequest("GET", "http://127.0.0.1:1/", headers: [(name, value)]))
        }
    }
}
