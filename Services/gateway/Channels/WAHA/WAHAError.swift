import Contracts
import HTTPClient

/// Why WAHA did not do what it was asked. Texts of its 500 answers are not kept: they repeat the request.
enum WAHAError: Error, Hashable, Sendable {
    /// Nothing of the request was received: no connection, or stopped on our side before it was complete.
    case unreachable(String)
    /// No answer, or only a part of one: it may have been received, and may still be carried out.
    case noAnswer(String)
    /// The key is wrong (401) or does not reach this far (403).
    case unauthorized(status: Int)
    /// The session is in a state that cannot do this; nil when there is no such session.
    case sessionNotUsable(status: String?)
    /// Asked to slow down, by WAHA or by WhatsApp behind it.
    case throttled(retryAfter: Duration?, reason: String)
    /// It will answer the same to the same request.
    case rejected(Rejection)
    case notFound
    /// The engine cannot do this.
    case unsupported
    /// An error of WAHA or its engine that says nothing of what was done. `timedOut`: the engine gave up waiting and may
    /// still carry it out.
    case failed(status: Int, timedOut: Bool)
    /// Done, but what came back cannot be read.
    case unreadable(String)

    /// Why a request is refused for good.
    enum Rejection: String, Hashable, Sendable {
        /// Fields that WAHA does not take.
        case invalid = "rejected"
        case notOnWhatsApp = "number_not_on_whatsapp"
        case tooLarge = "media_refused"
        /// WhatsApp lets this account start no new chats for now.
        case accountRestricted = "account_restricted"
    }
}

extension WAHAError {
    init(_ error: HTTPClientError) {
        self = error.mayHaveArrived ? .noAnswer("\(error.name)") : .unreachable("\(error.name)")
    }

    /// What a client of ours is told.
    var problem: Problem {
        switch self {
        case .unreachable, .noAnswer, .failed, .unreadable:
            Problem(503, "provider_unavailable", "WAHA does not answer as it should. Try again.", retryAfter: 5)
        case .unauthorized:
            Problem(502, "provider_refused_key", "WAHA does not take the API key it was given: check WAHA_API_KEY.")
        case .sessionNotUsable(let status): .sessionNotWorking(status)
        case .throttled(let wait, _):
            Problem(
                429,
                "provider_throttled",
                "WhatsApp asks to slow down.",
                retryAfter: Int(wait?.components.seconds ?? 30)
            )
        case .rejected(let why): Problem(422, why.rawValue, "WAHA refused the request for good.")
        case .notFound: Problem(404, "provider_not_found", "WAHA knows nothing by this id.")
        case .unsupported: Problem(501, "provider_unsupported", "The engine of this session cannot do this.")
        }
    }
}

extension Problem {
    /// - Parameter status: the session's, in WAHA's words; nil when it is unknown or there is no session.
    static func sessionNotWorking(_ status: String?) -> Problem {
        let state = status ?? "UNKNOWN"
        var problem = Problem(
            503,
            "session_not_working",
            "The WhatsApp session is \(state), so nothing can be sent. Start it, or scan its QR code, and try again.",
            retryAfter: 10
        )
        problem.sessionStatus = state
        return problem
    }
}

extension HTTPClientError {
    /// The kind alone: texts of the network may hold addresses.
    fileprivate var name: String {
        switch self {
        case .timedOut: "timed out"
        case .couldNotConnect: "could not connect"
        case .addressRefused: "address refused"
        case .connectionLost: "connection lost"
        case .tooLarge: "answer too large"
        case .malformedURL: "malformed URL"
        case .malformedHeader: "malformed header"
        case .unreadableFile: "unreadable file"
        case .bodyFailed: "body failed"
        case .cancelled: "cancelled"
        case .other(let code, _): "error \(code)"
        }
    }
}
