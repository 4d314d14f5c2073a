package import Runtime

/// A request that is there with its whole body, and its answer.
package struct Arrival: Sendable {
    package typealias Respond = @Sendable (Result<HTTPResponse, any Error>) -> Void

    package let request: HTTPRequest
    package let parameters: PathParameters
    package let body: [UInt8]
    /// What is done for it belongs to this.
    package let trace: TraceContext
    private let respond: Respond

    init(
        request: HTTPRequest,
        parameters: PathParameters,
        body: [UInt8],
        trace: TraceContext,
        _ respond: @escaping Respond
    ) {
        self.request = request
        self.parameters = parameters
        self.body = body
        self.trace = trace
        self.respond = respond
    }

    /// Call it once. An error becomes the answer that it would be anywhere else; a body is bytes, not a stream.
    package func answer(_ result: Result<HTTPResponse, any Error>) { respond(result) }
}
