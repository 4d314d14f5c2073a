/// A request that goes to the handler of a route; its caller is known and may.
package struct RouteVisit<Identity: Sendable>: Sendable {
    /// `POST /api/staff/{id}/deactivate`.
    package let route: String
    package let request: HTTPRequest
    package let parameters: PathParameters
    package let identity: Identity

    /// Whether the method is one that changes something.
    package var changesSomething: Bool { ![.get, .head, .options].contains(request.method) }

    /// The values of the path's parameters, in its order.
    package var parameterValues: [String] { parameters.values.map(\.value) }
}
