import Contracts
import HTTPServer

/// What a route asks of its caller. Every route names one.
enum Access: Hashable, Sendable, RouteAccess {
    /// Anybody: signing in, the API's description, webhooks, which prove themselves.
    case open
    /// Anyone who is signed in.
    case signedIn
    case may(PermissionAction, PermissionModule)

    var requirement: String? {
        switch self {
        case .open: nil
        case .signedIn: "signed in"
        case .may(let action, let module): "may \(action.rawValue) \(module.rawValue)"
        }
    }

    /// - Throws: 401 `not_signed_in`, 403 `not_allowed`.
    func admit(_ caller: Caller?) throws(Problem) -> Caller {
        guard self != .open else { return caller ?? .anybody }
        guard let caller else { throw .notSignedIn }
        if case .may(let action, let module) = self, !caller.permissions.allow(action, module) {
            throw Problem(403, "not_allowed", "Your role may not \(action.rawValue) \(module.rawValue).")
        }
        return caller
    }
}
