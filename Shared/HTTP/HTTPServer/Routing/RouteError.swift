/// A route table that cannot be: the process must not start with it.
package enum RouteError: Error, Hashable, CustomStringConvertible {
    case twice(method: HTTPMethod, path: String)
    case malformed(path: String)

    package var description: String {
        switch self {
        case .twice(let method, let path): "Two handlers are declared for \(method.rawValue) \(path)."
        case .malformed(let path): "The route \(path) is not a path: /segments, each plain or {name}."
        }
    }
}
