import Runtime

/// What answers a route.
struct Endpoint: Sendable {
    /// For logs and metrics: `GET /api/messages/{id}`.
    let name: String
    /// Of a request's body, in bytes.
    let limit: Int
    var meter = RouteMeter()
    /// Takes a request whose body is there whole, without a task; nil when the route has none such.
    var take: Take?
    let answer: @Sendable (HTTPRequest, PathParameters) async throws -> HTTPResponse
}

/// Takes requests that came together, at least one, and answers each later: once, on any thread.
package typealias Take = @Sendable ([Arrival]) -> Void

/// An endpoint and the parameters of the path that led there.
struct Target {
    let endpoint: Endpoint
    let parameters: PathParameters
}
