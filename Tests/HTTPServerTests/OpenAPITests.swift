import Contracts
import Foundation
import HTTPServer
import Testing

@Suite(.timeLimit(.minutes(1)))
struct OpenAPITests {
    private enum Colour: String, Codable, CaseIterable, Sendable { case red, green }
    private enum Level: Int, Codable, CaseIterable, Sendable { case low = 1, high = 2 }

    private struct Part: Codable, Sendable {
        var name: String
        var parts: [Part]?
    }

    private struct Thing: Codable, Sendable {
        var id: ConversationID
        var at: Timestamp
        var colour: Colour?
        var level: Level
        var part: Part
        var labels: [String: Int]
        var chat: ChatID?
        var small: UInt8
    }

    private struct Filter: Codable, Sendable, SchemaLimited {
        var q: String?
        var colours: [Colour]?
        var limit: Int

        static var limits: [String: SchemaLimit] { ["limit": .range(1...100)] }
    }

    private struct Misnamed: SchemaLimited, Codable, Sendable {
        var name: String

        static var limits: [String: SchemaLimit] { ["nmae": .characters(1...9)] }
    }

    private enum Access: RouteAccess {
        case open, member

        var requirement: String? { self == .member ? "signed in" : nil }
    }

    private static var router: Router<Access, Void> {
        var router = Router<Access, Void>(title: "Things", version: "2", authenticate: { _, _ in })
        router.on(.get, "/api/things", .member, "Finds things.") { (call: Call<Void, Filter, NoBody>) in
            Page<Thing>(items: [], nextCursor: nil)
        }
        router.on(.post, "/api/things/{id}", .member, "Makes a thing.") { (call: Call<Void, NoQuery, Thing>) in
            Created(call.body)
        }
        router.on(.delete, "/api/things/{id}", .member, "Drops it.") { (call: Call<Void, NoQuery, NoBody>) in
            NoContent()
        }
        router.raw(
            .put,
            "/api/files/{id}",
            .open,
            "Puts.",
            query: Filter.self,
            status: 201,
            furtherStatuses: [304],
            consumes: "image/png",
            body: Thing.self,
            produces: "text/plain"
        ) { _, _, _ in HTTPResponse(201) }
        return router
    }

    private func document() throws -> [String: Any] {
        let object = try JSONSerialization.jsonObject(with: Data(Self.router.openAPI()))
        return try #require(object as? [String: Any])
    }

    private func at(_ path: String...) throws -> String {
        var place: Any? = try document()
        for key in path {
            if let list = place as? [Any] {
                place = list[Int(key) ?? 0]
            } else {
                place = (place as? [String: Any])?[key]
            }
        }
        let options: JSONSerialization.WritingOptions = [.sortedKeys, .fragmentsAllowed, .withoutEscapingSlashes]
        return String(
            decoding: try JSONSerialization.data(withJSONObject: place ?? NSNull(), options: options),
            as: UTF8.self
        )
    }

    @Test func `is OpenAPI 3 1`() throws {
        #expect(try at("openapi") == "\"3.1.0\"")
        #expect(try at("info") == #"{"title":"Things","version":"2"}"#)
    }

    @Test func `describes types by how they decode themselves`() throws {
        #expect(
            try at("components", "schemas", "Thing", "required")
                == #"["id","at","level","part","labels","small"]"#
        )
        #expect(
            try at("components", "schemas", "Thing", "properties", "at") == #"{"format":"date-time","type":"string"}"#
        )
        #expect(
            try at("components", "schemas", "Thing", "properties", "labels")
                == #"{"additionalProperties":{"format":"int64","type":"integer"},"type":"object"}"#
        )
        #expect(try at("components", "schemas", "Thing", "properties", "chat") == #"{"type":["string","null"]}"#)
        #expect(
            try at("components", "schemas", "Thing", "properties", "colour")
                == ##"{"anyOf":[{"$ref":"#/components/schemas/Colour"},{"type":"null"}]}"##
        )
        #expect(
            try at("components", "schemas", "Thing", "properties", "small")
                == #"{"maximum":255,"minimum":0,"type":"integer"}"#
        )
        #expect(try at("components", "schemas", "Colour") == #"{"enum":["red","green"],"type":"string"}"#)
        #expect(try at("components", "schemas", "Level") == #"{"enum":[1,2],"type":"integer"}"#)
    }

    @Test func `describes a type that holds itself`() throws {
        #expect(
            try at("components", "schemas", "Part", "properties", "parts")
                == ##"{"items":{"$ref":"#/components/schemas/Part"},"type":["array","null"]}"##
        )
    }

    @Test func `describes queries, bodies and answers`() throws {
        #expect(
            try at("paths", "/api/things", "get", "parameters", "2")
                == #"{"in":"query","name":"limit","required":true,"schema":{"format":"int64","maximum":100,"minimum":1,"type":"integer"}}"#
        )
        #expect(
            try at("paths", "/api/things", "get", "responses", "200", "content", "application/json", "schema")
                == ##"{"$ref":"#/components/schemas/ThingPage"}"##
        )
        #expect(try at("paths", "/api/things/{id}", "post", "requestBody", "required") == "true")
        #expect(try at("paths", "/api/things/{id}", "post", "responses", "201", "content") != "null")
        #expect(try at("paths", "/api/things/{id}", "delete", "responses", "204", "content") == "null")
        #expect(
            try at("paths", "/api/files/{id}", "put", "requestBody", "content")
                == ##"{"application/json":{"schema":{"$ref":"#/components/schemas/Thing"}},"image/png":{}}"##
        )
        #expect(try at("paths", "/api/files/{id}", "put", "parameters", "3", "name") == "\"limit\"")
        #expect(try at("paths", "/api/files/{id}", "put", "responses", "201", "content") == #"{"text/plain":{}}"#)
        #expect(try at("paths", "/api/files/{id}", "put", "responses", "304", "content") == "null")
    }

    @Test func `names no answer that is not expected`() throws {
        #expect(try at("paths", "/api/things", "get", "responses", "default") == "null")
        #expect(
            try at("paths", "/api/things", "get", "responses", "4XX") == ##"{"$ref":"#/components/responses/Problem"}"##
        )
    }

    @Test func `finds limits of fields that there are not`() {
        var router = Router<Access, Void>(title: "Things", version: "2", authenticate: { _, _ in })
        router.on(.post, "/api/things", .open, "Makes.") { (call: Call<Void, NoQuery, Misnamed>) in NoContent() }
        #expect(router.undescribedTypes.contains { $0.hasSuffix("Misnamed.nmae") })
    }

    @Test func `tells who may call`() throws {
        #expect(try at("paths", "/api/things", "get", "description") == "\"Needs: signed in.\"")
        #expect(try at("paths", "/api/files/{id}", "put", "security") == "null")
    }

    @Test func `knows all types`() {
        #expect(Self.router.undescribedTypes.isEmpty)
    }

    @Test func `names operations apart`() throws {
        let paths = try #require(try document()["paths"] as? [String: [String: [String: Any]]])
        let names = paths.values.flatMap(\.values).compactMap { $0["operationId"] as? String }
        #expect(Set(names).count == 4)
    }

    @Test func `serves its description`() async throws {
        let reply = try await withServer(Self.router) { try await get($0, "/openapi.json") }
        #expect(reply.body == Self.router.openAPI())
    }
}
