import Contracts
import FoundationEssentials
import HTTPServer
import Testing

@Suite(.timeLimit(.minutes(1)))
struct DecodingTests {
    private enum Colour: String, Codable, CaseIterable, Sendable { case red, green }

    private struct File: Codable, Sendable {
        var name: String
        var data: Data
    }

    private struct Order: Codable, Sendable {
        var id: ConversationID
        var count: Int
        var colour: Colour
        var note: String?
        var at: Timestamp?
        var file: File?
        var tags: [String]?
    }

    private struct Filter: Codable, Sendable {
        var q: String?
        var limit: Int?
        var colours: [Colour]?
        var unread: Bool?
        var since: Timestamp?
        var page: Int
    }

    private static var router: OpenRouter {
        var router = openRouter()
        router.on(.post, "/orders", (), "Takes an order.") { (call: Call<Void, NoQuery, Order>) in call.body }
        router.on(.get, "/orders", (), "Finds orders.") { (call: Call<Void, Filter, NoBody>) in call.query }
        return router
    }

    private func fields(_ reply: TestReply) throws -> [String: String] {
        let problem = try JSONDecoder().decode(Problem.self, from: Data(reply.body))
        return Dictionary(uniqueKeysWithValues: (problem.fields ?? []).map { ($0.field, $0.message) })
    }

    @Test(arguments: ["", "{", "nonsense", #"{"id":"1","count":1,"#])
    func `refuses what is not JSON`(body: String) async throws {
        let reply = try await withServer(Self.router) { try await post($0, "/orders", body) }
        #expect(reply.status == 400)
        #expect(reply.text.contains("malformed_json"))
    }

    @Test(arguments: [#"{"id":"a\u0000"}"#, #"{"a\\\u0000":1}"#])
    func `refuses a NUL in a text`(body: String) async throws {
        let reply = try await withServer(Self.router) { try await post($0, "/orders", body) }
        #expect(reply.status == 422)
        #expect(reply.text.contains("NUL"))
    }

    @Test func `refuses a NUL in a query, and takes the letters that would be its escape`() async throws {
        let (query, body) = try await withServer(Self.router) {
            (try await get($0, "/orders?page=1&q=a%00b"), try await post($0, "/orders", #"{"id":"\\u0000"}"#))
        }
        #expect(query.status == 422 && query.text.contains(#""field":"q""#))
        #expect(!body.text.contains("NUL"))
    }

    @Test func `names every wrong field`() async throws {
        let body = #"""
            {"id":"","count":"many","colour":"blue","note":7,"at":"yesterday",
             "file":{"data":"%%%"},"tags":["a",1,null]}
            """#
        let reply = try await withServer(Self.router) { try await post($0, "/orders", body) }
        #expect(reply.status == 422)
        let fields = try fields(reply)
        #expect(
            Set(fields.keys) == [
                "id", "count", "colour", "note", "at", "file.name", "file.data", "tags[1]", "tags[2]",
            ]
        )
        #expect(fields["count"] == "is not a whole number")
        #expect(fields["file.name"] == "is missing")
        #expect(fields["file.data"] == "is not base64")
        #expect(fields["at"] == "is not an RFC 3339 date and time")
    }

    @Test(arguments: [("[]", "body"), ("7", "body"), ("null", "body")])
    func `names the body when it is of another kind`(body: String, field: String) async throws {
        let reply = try await withServer(Self.router) { try await post($0, "/orders", body) }
        #expect(reply.status == 422)
        #expect(try fields(reply)[field] != nil)
    }

    @Test func `refuses another media type`() async throws {
        let reply = try await withServer(Self.router) { try await post($0, "/orders", "a=b", type: "text/plain") }
        #expect(reply.status == 415)
    }

    @Test func `reads a query as values`() async throws {
        let target = "/orders?q=a%20b&limit=5&colours=red&colours=green&unread=true&since=2026-01-31T09:30:00Z&page=2"
        let reply = try await withServer(Self.router) { try await get($0, target) }
        let filter = try JSONDecoder().decode(Filter.self, from: Data(reply.body))
        #expect(filter.q == "a b" && filter.limit == 5 && filter.colours == [.red, .green] && filter.unread == true)
        #expect(filter.since?.text == "2026-01-31T09:30:00.000Z" && filter.page == 2)
    }

    @Test(arguments: ["/orders?page=1&colours=red,green", "/orders?page=1&limit=&colours=red,green&since="])
    func `takes a list with commas, and nothing for nothing`(target: String) async throws {
        let reply = try await withServer(Self.router) { try await get($0, target) }
        let filter = try JSONDecoder().decode(Filter.self, from: Data(reply.body))
        #expect(filter.colours == [.red, .green] && filter.limit == nil && filter.since == nil)
    }

    @Test func `names every wrong item of a query`() async throws {
        let target = "/orders?limit=many&colours=blue&unread=perhaps&since=now"
        let reply = try await withServer(Self.router) { try await get($0, target) }
        #expect(reply.status == 422)
        #expect(Set(try fields(reply).keys) == ["limit", "colours[0]", "unread", "since", "page"])
    }
}
