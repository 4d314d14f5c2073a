/// What a handler gets: who calls, and the request as values.
package struct Call<Identity: Sendable, Query: Decodable & Sendable, Body: Decodable & Sendable>: Sendable {
    package let identity: Identity
    package let path: PathParameters
    package let query: Query
    package let body: Body
    package let request: HTTPRequest
}

/// The route takes no query; what is there is ignored.
package struct NoQuery: Decodable, Sendable {
    package init() {}
}

/// The route takes no body; what is there is read and dropped.
package struct NoBody: Decodable, Sendable {
    package init() {}
}
