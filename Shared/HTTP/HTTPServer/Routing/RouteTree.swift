/// The paths of all routes, one level per segment.
struct RouteTree: Sendable {
    private var endpoints: [HTTPMethod: Endpoint] = [:]
    private var parameterNames: [HTTPMethod: [String]] = [:]
    private var plain: [Substring: RouteTree] = [:]
    private var parameter: [RouteTree] = []  // at most one; an array because a struct cannot hold itself

    mutating func add(_ endpoint: Endpoint, _ method: HTTPMethod, _ path: String) throws(RouteError) {
        guard path.hasPrefix("/") else { throw .malformed(path: path) }
        let segments = path.dropFirst().split(separator: "/", omittingEmptySubsequences: false)
        try add(endpoint, method, path, segments[...], names: [])
    }

    private mutating func add(
        _ endpoint: Endpoint,
        _ method: HTTPMethod,
        _ path: String,
        _ segments: ArraySlice<Substring>,
        names: [String]
    ) throws(RouteError) {
        guard let segment = segments.first else {
            guard endpoints[method] == nil else { throw .twice(method: method, path: path) }
            endpoints[method] = endpoint
            parameterNames[method] = names
            return
        }
        guard segment.hasPrefix("{") else {
            guard !segment.contains(where: { "{}?#".contains($0) }) else { throw .malformed(path: path) }
            return try plain[segment, default: RouteTree()].add(
                endpoint,
                method,
                path,
                segments.dropFirst(),
                names: names
            )
        }
        guard segment.hasSuffix("}"), segment.count > 2 else { throw .malformed(path: path) }
        if parameter.isEmpty { parameter = [RouteTree()] }
        let name = String(segment.dropFirst().dropLast())
        try parameter[0].add(endpoint, method, path, segments.dropFirst(), names: names + [name])
    }

    /// The node of a path and the values of its parameters, percent-encoded; plain segments win over parameters.
    func find(_ path: Substring, _ values: inout [Substring]) -> RouteTree? {
        let end = path.utf8.firstIndex(of: UInt8(ascii: "/"))
        let segment = path[..<(end ?? path.endIndex)]
        let rest = end.map { path[path.utf8.index(after: $0)...] }
        if let found = plain[segment]?.descend(rest, &values) { return found }
        guard let next = parameter.first, !segment.isEmpty else { return nil }
        values.append(segment)
        if let found = next.descend(rest, &values) { return found }
        values.removeLast()
        return nil
    }

    /// What is found for the paths without parameters, by method and path.
    var plainTargets: [HTTPMethod: [String: Target]] {
        var found: [HTTPMethod: [String: Target]] = [:]
        for (segment, tree) in plain {
            for (method, endpoint) in tree.endpoints {
                found[method, default: [:]]["/\(segment)"] = Target(endpoint: endpoint, parameters: PathParameters())
            }
            for (method, targets) in tree.plainTargets {
                for (path, target) in targets { found[method, default: [:]]["/\(segment)\(path)"] = target }
            }
        }
        return found
    }

    private func descend(_ rest: Substring?, _ values: inout [Substring]) -> RouteTree? {
        if let rest { return find(rest, &values) }
        return endpoints.isEmpty ? nil : self
    }

    func endpoint(_ method: HTTPMethod) -> (Endpoint, names: [String])? {
        endpoints[method].map { ($0, parameterNames[method] ?? []) }
    }

    var methods: [HTTPMethod] { HTTPMethod.allCases.filter { endpoints[$0] != nil } }

    func map(_ change: (Endpoint) -> Endpoint) -> RouteTree {
        var copy = self
        copy.endpoints = endpoints.mapValues(change)
        copy.plain = plain.mapValues { $0.map(change) }
        copy.parameter = parameter.map { $0.map(change) }
        return copy
    }
}
