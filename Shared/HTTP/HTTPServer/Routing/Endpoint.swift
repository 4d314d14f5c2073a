import Runtime

/// What answers a route.
struct Endpoint: Sendable {
    /// For logs and metrics: `GET /api/messages/{id}`.
    let name: String
    /// Of a request's body, in bytes.
    let limit: Int
    /// Whether the handler goes on where its wait is ended (``InPlaceExecutor``).
    var resumesInPlace = false
    var meter = RouteMeter()
    let answer: @Sendable (HTTPRequest, PathParameters) async throws -> HTTPResponse
}

/// An endpoint and the parameters of the path that led there.
struct Target {
    let endpoint: Endpoint
    let parameters: PathParameters
}
