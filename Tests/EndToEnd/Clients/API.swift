import Foundation
import HTTPClient
import JSON

/// A client of an HTTP API that speaks JSON.
struct API: Sendable {
    let client: HTTPClient
    let url: String
    var token: String?

    struct Reply: Sendable {
        let head: HTTPClientHead
        let bytes: [UInt8]
        let json: JSONValue

        init(_ response: HTTPClientResponse) {
            head = response.head
            bytes = response.body
            json = (try? JSONDocument(response.body).root) ?? .missing
        }

        var status: Int { head.status }
        var headers: [(name: String, value: String)] { head.headers }
        var text: String { String(decoding: bytes, as: UTF8.self) }
        func header(_ name: String) -> String? { head.header(name) }

        /// The stable word of a problem.
        var code: String? { json["code"].string }
        /// The fields that a problem names.
        var fields: [String] { json["fields"].array.compactMap { $0["field"].string } }
    }

    /// A body of JSON: what `JSONSerialization` takes.
    typealias Fields = [String: any Sendable]

    func get(_ path: String, headers: [(String, String)] = []) async throws -> Reply {
        try await send("GET", path, headers: headers)
    }

    func post(_ path: String, _ fields: Fields = [:], headers: [(String, String)] = []) async throws -> Reply {
        try await send("POST", path, json(fields), headers: [("Content-Type", "application/json")] + headers)
    }

    func put(_ path: String, _ fields: Fields = [:]) async throws -> Reply {
        try await send("PUT", path, json(fields), headers: [("Content-Type", "application/json")])
    }

    func send(
        _ method: String,
        _ path: String,
        _ body: [UInt8]? = nil,
        headers: [(String, String)] = [],
        timeout: Duration = .seconds(30)
    ) async throws -> Reply {
        let authorization = token.map { [("Authorization", "Bearer \($0)")] } ?? []
        let request = HTTPClientRequest(
            method,
            url + path,
            headers: authorization + headers,
            body: body.map { .bytes($0) } ?? .none,
            timeout: timeout,
            maxResponseBytes: 64 << 20
        )
        return Reply(try await client.send(request))
    }

    /// The answer's JSON.
    /// - Throws: ``Unfit`` for any other status than 200 and 201.
    func value(_ reply: Reply) throws -> JSONValue {
        guard reply.status == 200 || reply.status == 201 else {
            throw Unfit("answered \(reply.status): \(reply.text.prefix(500))")
        }
        return reply.json
    }

    private func json(_ fields: Fields) throws -> [UInt8] {
        Array(try JSONSerialization.data(withJSONObject: fields))
    }
}
