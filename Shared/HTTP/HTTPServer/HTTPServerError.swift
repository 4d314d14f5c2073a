import Glibc

/// Why a server does not start.
package enum HTTPServerError: Error, Hashable, CustomStringConvertible {
    case noSuchHost(String, reason: String)
    case couldNotBind(host: String, port: UInt16, code: Int32)
    /// - Parameter code: `errno`.
    case couldNotStart(code: Int32)

    package var description: String {
        switch self {
        case .noSuchHost(let host, let reason): "The address \(host) to listen on was not found: \(reason)."
        case .couldNotBind(let host, let port, let code):
            "Cannot listen on \(host) port \(port): \(String(cString: strerror(code)))."
        case .couldNotStart(let code): "libmicrohttpd did not start: \(String(cString: strerror(code)))."
        }
    }
}
