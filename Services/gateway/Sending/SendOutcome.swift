import Contracts

/// What became of an attempt to send.
enum SendOutcome: Hashable, Sendable {
    /// The provider has it; nil when it named no id.
    case accepted(ProviderMessageID?)
    /// It will never be sent.
    case rejected(DeliveryError)
    /// It certainly did not arrive, so it may be tried again. `pauses` tells that the number itself is asked to slow down.
    case notSent(reason: String, pauses: Bool, retryAfter: Duration?)
    /// The session cannot send now: certainly not arrived. The state is in the provider's words; nil for no session.
    case sessionNotWorking(status: String?)
    /// Nobody knows. `answered`: the provider's own error ended the request, so nothing of it is still on its way.
    case unknown(reason: String, answered: Bool)

    init(_ error: WAHAError) {
        switch error {
        case .unreachable(let why):
            self = .notSent(reason: "provider_unreachable: \(why)", pauses: false, retryAfter: nil)
        case .noAnswer(let why): self = .unknown(reason: why, answered: false)
        case .unauthorized(let status):
            self = .notSent(reason: "provider_refused_key: \(status)", pauses: false, retryAfter: nil)
        case .sessionNotUsable(let status): self = .sessionNotWorking(status: status)
        case .throttled(let wait, let why): self = .notSent(reason: "throttled: \(why)", pauses: true, retryAfter: wait)
        case .rejected(let why): self = .rejected(DeliveryError(code: why.rawValue, message: why.sentence))
        case .notFound, .unsupported:
            self = .rejected(DeliveryError(code: "unsupported", message: "This WAHA cannot send such a message."))
        case .failed(let status, let timedOut): self = .unknown(reason: "answered \(status)", answered: !timedOut)
        case .unreadable: self = .accepted(nil)
        }
    }
}

extension WAHAError.Rejection {
    /// For the person who reads the thread.
    fileprivate var sentence: String {
        switch self {
        case .invalid: "WhatsApp did not take the message."
        case .notOnWhatsApp: "This number is not on WhatsApp, or WhatsApp does not know it."
        case .tooLarge: "The file is too large for WhatsApp."
        case .accountRestricted: "WhatsApp lets this account start no new chats for now."
        }
    }
}

extension SendOutcome {
    /// How often a change is tried whose outcome nobody knows.
    private static let mostTries = 4

    /// What it means for a change of a message, which may be repeated: an unknown outcome is none.
    /// - Parameter attempts: before this one.
    func ofGesture(attempts: Int) -> SendOutcome {
        switch self {
        case .unknown(let reason, _) where attempts + 1 < Self.mostTries:
            .notSent(reason: "provider_error: \(reason)", pauses: false, retryAfter: nil)
        case .unknown:
            .rejected(DeliveryError(code: "provider_error", message: "WAHA could not change the message."))
        default: self
        }
    }
}
