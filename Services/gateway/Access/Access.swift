import Contracts
import HTTPServer

/// What a route asks of its caller. Every route names one, but for webhooks, which prove themselves.
enum Access: Hashable, Sendable, RouteAccess {
    /// Anybody: signing in, the API's description.
    case open
    /// Anyone who is signed in.
    case signedIn
    case may(PermissionAction, PermissionModule)
    /// One of the modules is enough.
    case mayEither(PermissionAction, PermissionModule, PermissionModule)

    var requirement: String? {
        switch self {
        case .open: nil
        case .signedIn: "signed in"
        case .may(let action, let module): "may \(action.rawValue) \(module.rawValue)"
        case .mayEither(let action, let one, let other):
            "may \(action.rawValue) \(one.rawValue) or \(other.rawValue)"
        }
    }

    /// - Throws: 401 `not_signed_in`, 403 `not_allowed`.
    func admit(_ caller: Caller?) throws(Problem) -> Caller {
        guard self != .open else { return caller ?? .anybody }
        guard let caller else { throw .notSignedIn }
        switch self {
        case .open, .signedIn: break
        case .may(let action, let module):
            guard caller.permissions.allow(action, module) else {
                throw .notAllowed("\(action.rawValue) \(module.rawValue)")
            }
        case .mayEither(let action, let one, let other):
            guard caller.permissions.allow(action, one) || caller.permissions.allow(action, other) else {
                throw .notAllowed("\(action.rawValue) \(one.rawValue) or \(other.rawValue)")
            }
        }
        return caller
    }
}

extension Problem {
    /// - Parameter what: an action and a module: `edit chats`.
    fileprivate static func notAllowed(_ what: String) -> Problem {
        Problem(403, "not_allowed", "Your role may not \(what).")
    }
}
