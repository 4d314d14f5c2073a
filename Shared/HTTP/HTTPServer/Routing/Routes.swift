import Contracts
import Runtime

/// A finished route table.
package struct Routes: Sendable {
    private var tree: RouteTree
    /// What ``tree`` finds for paths without parameters: most requests go to these.
    private var plainTargets: [HTTPMethod: [String: Target]]
    private var unknown: Endpoint

    init(_ tree: RouteTree) {
        self.tree = tree
        plainTargets = tree.plainTargets
        // Its body is not looked at, however long it is.
        unknown = Endpoint(name: "unknown", limit: .max) { _, _ in
            throw Problem(404, "no_such_route", "There is nothing at this path.")
        }
    }

    func measured(by metrics: Metrics, server: String) -> Routes {
        var copy = self
        let measure = { (endpoint: Endpoint) in
            var endpoint = endpoint
            endpoint.meter = RouteMeter(metrics, server: server, route: endpoint.name)
            return endpoint
        }
        copy.tree = tree.map(measure)
        copy.plainTargets = copy.tree.plainTargets
        copy.unknown = measure(unknown)
        return copy
    }

    /// - Parameter method: nil when it is none that routes may have.
    func target(_ method: HTTPMethod?, _ path: String) -> Target {
        if let method, let target = plainTargets[method]?[path] { return target }
        var values: [Substring] = []
        guard let node = tree.find(path.dropFirst(), &values) else { return refusing() }
        guard let method,
            let (endpoint, names) = node.endpoint(method) ?? (method == .head ? node.endpoint(.get) : nil)
        else { return notAllowed(node.methods, method) }
        var parameters: [(String, String)] = []
        for (name, value) in zip(names, values) {
            guard let decoded = PercentEncoding.strict(value) else {
                return refusing(Problem(400, "malformed_path", "The path is not percent-encoded UTF-8."))
            }
            parameters.append((name, decoded))
        }
        return Target(endpoint: endpoint, parameters: PathParameters(parameters))
    }

    private func refusing(_ problem: Problem? = nil) -> Target {
        guard let problem else { return Target(endpoint: unknown, parameters: PathParameters()) }
        return answering { _, _ in HTTPResponse(problem) }
    }

    private func notAllowed(_ methods: [HTTPMethod], _ method: HTTPMethod?) -> Target {
        var allowed = Set(methods).union([.options])
        if allowed.contains(.get) { allowed.insert(.head) }
        let allow = [("Allow", allowed.map(\.rawValue).sorted().joined(separator: ", "))]
        return answering { _, _ in
            if method == .options { return HTTPResponse(204, headers: allow) }
            return HTTPResponse(Problem(405, "method_not_allowed", "This path takes \(allow[0].1)."), headers: allow)
        }
    }

    private func answering(
        _ answer: @escaping @Sendable (HTTPRequest, PathParameters) async throws -> HTTPResponse
    ) -> Target {
        let endpoint = Endpoint(name: unknown.name, limit: unknown.limit, meter: unknown.meter, answer: answer)
        return Target(endpoint: endpoint, parameters: PathParameters())
    }
}
