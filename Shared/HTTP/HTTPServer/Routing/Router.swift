import Runtime
package import WebSocket

/// The table of contents of an HTTP service: a line per route.
/// - Access: what a route asks of its caller.
/// - Identity: who the caller turned out to be.
package struct Router<Access: Sendable, Identity: Sendable>: Sendable {
    package typealias Authenticate = @Sendable (HTTPRequest, Access) async throws -> Identity

    /// Called for each request that a handler is about to get; it has the handler answer, and may do something before
    /// and after it.
    package typealias Around =
        @Sendable (
            RouteVisit<Identity>,
            @escaping @Sendable () async throws -> HTTPResponse
        ) async throws -> HTTPResponse

    private struct Entry: Sendable {
        let description: RouteDescription
        let endpoint: Endpoint
    }

    package let title: String
    package let version: String
    private let authenticate: Authenticate
    private let around: Around?
    private var entries: [Entry] = []

    /// - Parameters:
    ///   - around: nil does nothing besides.
    ///   - authenticate: runs before a route's handler and before a long body is read; it throws ``Problem`` 401 for
    ///     unknown callers and 403 for those that may not.
    package init(
        title: String,
        version: String,
        around: Around? = nil,
        authenticate: @escaping Authenticate
    ) {
        self.around = around
        self.title = title
        self.version = version
        self.authenticate = authenticate
    }

    /// Adds a route whose query, body and result are values.
    /// - Parameters:
    ///   - path: plain segments and `{name}`s: `/api/messages/{id}`.
    ///   - limit: of the body, in bytes.
    ///   - status: of a result that is no ``RouteResult``.
    package mutating func on<Query: Decodable & Sendable, Body: Decodable & Sendable, Result: Codable & Sendable>(
        _ method: HTTPMethod,
        _ path: String,
        _ access: Access,
        _ summary: String,
        limit: Int = 1 << 20,
        status: Int = 200,
        _ handler: @escaping @Sendable (Call<Identity, Query, Body>) async throws -> Result
    ) {
        let respond = TypedResponse<Result>(status: status)
        var description = describe(method, path, access, summary)
        description.query = Query.self == NoQuery.self ? nil : Query.self
        description.body = Body.self == NoBody.self ? [] : [.json(Body.self)]
        description.limit = limit
        description.status = respond.status
        description.result = respond.content.map { [.json($0)] } ?? []
        add(description, access) { request, parameters, identity in
            let query = try QueryCoding.decode(Query.self, from: request)
            let body = try await BodyCoding.decode(Body.self, from: request)
            let call = Call(identity: identity, path: parameters, query: query, body: body, request: request)
            return try respond(try await handler(call))
        }
    }

    /// Adds a route that reads and answers bytes.
    /// - Parameters:
    ///   - query: the type of the query that the handler reads by itself.
    ///   - status: of a good answer.
    ///   - furtherStatuses: of other good answers.
    ///   - consumes: the media type of the body; nil when there is none, or only JSON.
    ///   - body: what the body is made of when it is JSON.
    ///   - produces: the media type of the answer; nil when there is none, or only JSON.
    ///   - alternatives: further media types that the answer may have.
    ///   - result: what the answer is made of when it is JSON.
    package mutating func raw(
        _ method: HTTPMethod,
        _ path: String,
        _ access: Access,
        _ summary: String,
        limit: Int = 1 << 20,
        query: (any (Decodable & Sendable).Type)? = nil,
        status: Int = 200,
        furtherStatuses: [Int] = [],
        consumes: String? = nil,
        body: (any (Decodable & Sendable).Type)? = nil,
        produces: String? = nil,
        alternatives: [String] = [],
        result: (any (Decodable & Sendable).Type)? = nil,
        _ handler: @escaping @Sendable (HTTPRequest, PathParameters, Identity) async throws -> HTTPResponse
    ) {
        var description = describe(method, path, access, summary)
        description.query = query
        description.body = Self.contents(body, consumes)
        description.limit = limit
        description.status = status
        description.furtherStatuses = furtherStatuses
        description.result = Self.contents(result, produces) + alternatives.map { .bytes(type: $0) }
        add(description, access, handler)
    }

    /// Adds a path that others post JSON to by the ten thousand: without a task, which costs as much as storing it.
    /// What is posted has to prove itself; who called is not asked.
    /// - Parameters:
    ///   - limit: of the body, in bytes.
    ///   - take: is called on the server's own thread with all that came at once, and must never wait there.
    package mutating func webhook(_ path: String, _ summary: String, limit: Int, _ take: @escaping Take) {
        var description = RouteDescription(method: .post, path: path, summary: summary, requirement: nil)
        description.body = [.bytes(type: "application/json")]
        description.limit = limit
        description.result = [.bytes(type: "application/json")]
        // A body that comes in parts is waited for by a task.
        let endpoint = Endpoint(name: "POST \(path)", limit: limit, take: take) { request, parameters in
            let body = try await request.body.collect(limit: limit)
            let trace = Trace.current ?? .new()
            return try await withCheckedThrowingContinuation { waiting in
                take([
                    Arrival(request: request, parameters: parameters, body: body, trace: trace) {
                        waiting.resume(with: $0)
                    }
                ])
            }
        }
        entries.append(Entry(description: description, endpoint: endpoint))
    }

    private static func contents(
        _ json: (any (Decodable & Sendable).Type)?,
        _ type: String?
    ) -> [RouteDescription.Content] {
        (json.map { [.json($0)] } ?? []) + (type.map { [.bytes(type: $0)] } ?? [])
    }

    /// Adds a route that takes one file, as the body itself (`?filename=` names it) or as a part of a form.
    /// - Parameters:
    ///   - limit: of the file, in bytes; a form may have 64 KiB more.
    ///   - status: of a result that is no ``RouteResult``.
    package mutating func upload<Result: Codable & Sendable>(
        _ path: String,
        _ access: Access,
        _ summary: String,
        limit: Int,
        status: Int = 201,
        _ handler: @escaping @Sendable (UploadedFile, Identity) async throws -> Result
    ) {
        let respond = TypedResponse<Result>(status: status)
        var description = describe(.post, path, access, summary)
        description.query = UploadQuery.self
        description.body = [.bytes(type: "*/*"), .form]
        description.limit = limit + 65_536
        description.status = respond.status
        description.result = respond.content.map { [.json($0)] } ?? []
        add(description, access) { request, _, identity in
            let name = try QueryCoding.decode(UploadQuery.self, from: request).filename
            return try respond(try await handler(UploadedFile(request, filename: name), identity))
        }
    }

    /// Adds a path that speaks WebSocket.
    /// - Parameters:
    ///   - subprotocol: answered to callers that offer it.
    ///   - handler: runs while the connection is open; its return closes it, its error closes it with 1011, and the
    ///     end of the connection cancels it.
    package mutating func webSocket(
        _ path: String,
        _ access: Access,
        _ summary: String,
        limits: WebSocketLimits = WebSocketLimits(),
        subprotocol: String? = nil,
        _ handler: @escaping @Sendable (WebSocketConnection, HTTPRequest, Identity) async throws -> Void
    ) {
        var description = describe(.get, path, access, summary)
        description.status = 101
        add(description, access) { request, _, identity in
            let upgrade = WebSocketUpgrade(limits: limits) { try await handler($0, request, identity) }
            return try WebSocketCoding.response(to: request, subprotocol: subprotocol, upgrade)
        }
    }

    private func describe(
        _ method: HTTPMethod,
        _ path: String,
        _ access: Access,
        _ summary: String
    ) -> RouteDescription {
        let requirement = (access as? any RouteAccess)?.requirement
        return RouteDescription(method: method, path: path, summary: summary, requirement: requirement)
    }

    private mutating func add(
        _ description: RouteDescription,
        _ access: Access,
        _ handler: @escaping @Sendable (HTTPRequest, PathParameters, Identity) async throws -> HTTPResponse
    ) {
        let (authenticate, around) = (authenticate, around)
        let name = "\(description.method.rawValue) \(description.path)"
        let endpoint = Endpoint(name: name, limit: description.limit) { request, parameters in
            let identity = try await authenticate(request, access)
            guard let around else { return try await handler(request, parameters, identity) }
            let visit = RouteVisit(route: name, request: request, parameters: parameters, identity: identity)
            return try await around(visit) { try await handler(request, parameters, identity) }
        }
        entries.append(Entry(description: description, endpoint: endpoint))
    }

    /// The finished table, with the API's description at `/openapi.json`.
    /// - Throws: when two handlers have one route, or a path is malformed.
    package func build() throws(RouteError) -> Routes {
        var tree = RouteTree()
        for entry in entries { try tree.add(entry.endpoint, entry.description.method, entry.description.path) }
        let description = APIDescription(make: openAPI)
        let endpoint = Endpoint(name: "GET \(APIDescription.path)", limit: 0) { _, _ in description.response() }
        if !entries.contains(where: { $0.description.path == APIDescription.path }) {
            try tree.add(endpoint, .get, APIDescription.path)
        }
        return Routes(tree)
    }

    /// The API's description: OpenAPI 3.1 as JSON.
    package func openAPI() -> [UInt8] {
        document.root.bytes
    }

    /// Types of queries, bodies and results that the description cannot tell fully: make them ``SchemaDescribed``.
    package var undescribedTypes: [String] { document.unknown }

    private var document: OpenAPIDocument {
        OpenAPIDocument(title: title, version: version, routes: entries.map(\.description))
    }
}
