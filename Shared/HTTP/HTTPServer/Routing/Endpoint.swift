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

/// Takes a request with its whole body and answers it later: once, on any thread. ``Trace/current`` is the request's
/// until it returns.
package typealias Take = @Sendable (HTTPRequest, PathParameters, [UInt8], @escaping Respond) -> Void

/// An error becomes the answer that it would be anywhere else; a body is bytes, not a stream.
package typealias Respond = @Sendable (Result<HTTPResponse, any Error>) -> Void

/// An endpoint and the parameters of the path that led there.
struct Target {
    let endpoint: Endpoint
    let parameters: PathParameters
}
