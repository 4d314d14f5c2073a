import Contracts
import HTTPServer
import Testing

@Suite(.timeLimit(.minutes(1)))
struct RoutingTests {
    private struct Greeting: Codable, Sendable {
        var text: String
    }

    private static func show(_ call: Call<Void, NoQuery, NoBody>) async throws -> Greeting {
        Greeting(text: try call.path.text("name"))
    }

    private static func make(_ call: Call<Void, NoQuery, Greeting>) async throws -> Created<Greeting> {
        Created(call.body, location: "/greetings/1")
    }

    private static func wait(_ call: Call<Void, NoQuery, NoBody>) async throws -> NoContent {
        try await Task.sleep(for: .milliseconds(20))
        return NoContent()
    }

    private static var router: OpenRouter {
        var router = openRouter()
        router.on(.get, "/greetings/{name}", (), "Greets.", show)
        router.on(.get, "/greetings/plain/{name}", (), "Greets plainly.", show)
        router.on(.post, "/greetings", (), "Makes a greeting.", make)
        router.on(.delete, "/greetings/{name}", (), "Waits.", wait)
        return router
    }

    @Test func `answers a value as JSON`() async throws {
        let reply = try await withServer(Self.router) { try await get($0, "/greetings/ada") }
        #expect(reply.status == 200)
        #expect(reply.headers["content-type"] == "application/json")
        #expect(reply.text == #"{"text":"ada"}"#)
    }

    @Test(arguments: [
        ("/greetings/a%20b", "a b"), ("/greetings/60123%40c.us", "60123@c.us"), ("/greetings/a%2Fb", "a/b"),
        ("/greetings/plain", "plain"), ("/greetings/plain/x", "x"), ("/greetings/%E2%82%AC", "€"),
    ])
    func `decodes what a path names`(path: String, name: String) async throws {
        let reply = try await withServer(Self.router) { try await get($0, path) }
        #expect(reply.text == #"{"text":"\#(name)"}"#)
    }

    @Test(arguments: [
        ("GET", "/nothing", 404, "no_such_route"), ("GET", "/greetings/", 404, "no_such_route"),
        ("PUT", "/greetings", 405, "method_not_allowed"), ("BREW", "/greetings", 405, "method_not_allowed"),
        ("GET", "/greetings/%zz", 400, "malformed_path"), ("GET", "/greetings/%ff", 400, "malformed_path"),
    ])
    func `refuses with a problem`(method: String, path: String, status: Int, code: String) async throws {
        let request = "\(method) \(path) HTTP/1.1\r\nHost: test\r\n\r\n"
        let reply = try await withServer(Self.router) { try await fetch($0, request) }
        #expect(reply.status == status)
        #expect(reply.headers["content-type"] == "application/problem+json")
        #expect(reply.text.contains(#""code":"\#(code)""#))
    }

    @Test func `names the methods of a path`() async throws {
        let request = "PATCH /greetings/ada HTTP/1.1\r\nHost: test\r\n\r\n"
        let reply = try await withServer(Self.router) { try await fetch($0, request) }
        #expect(reply.headers["allow"] == "DELETE, GET, HEAD, OPTIONS")
    }

    @Test func `takes a value and tells where it is`() async throws {
        let reply = try await withServer(Self.router) { try await post($0, "/greetings", #"{"text":"hi"}"#) }
        #expect(reply.status == 201)
        #expect(reply.headers["location"] == "/greetings/1")
        #expect(reply.text == #"{"text":"hi"}"#)
    }

    @Test func `answers nothing after a wait`() async throws {
        let request = "DELETE /greetings/ada HTTP/1.1\r\nHost: test\r\n\r\n"
        let reply = try await withServer(Self.router) { try await fetch($0, request) }
        #expect(reply.status == 204)
    }

    @Test func `refuses two handlers for one route`() {
        var router = Self.router
        router.on(.get, "/greetings/{other}", (), "Greets again.", Self.show)
        #expect(throws: RouteError.twice(method: .get, path: "/greetings/{other}")) { try router.build() }
    }
}
