/// Why a WebSocket was closed.
/// - Source: RFC 6455, section 7.4, and the IANA registry of close codes.
package struct WebSocketCloseCode: RawRepresentable, Hashable, Sendable {
    package let rawValue: UInt16

    package init(rawValue: UInt16) {
        self.rawValue = rawValue
    }

    package static let normal = WebSocketCloseCode(rawValue: 1000)
    package static let goingAway = WebSocketCloseCode(rawValue: 1001)
    /// Seen only, never sent: it ended without a close.
    package static let abnormal = WebSocketCloseCode(rawValue: 1006)
    package static let policyViolation = WebSocketCloseCode(rawValue: 1008)
    package static let internalError = WebSocketCloseCode(rawValue: 1011)
    /// The other end is too slow, or the service too busy: come back.
    package static let tryAgainLater = WebSocketCloseCode(rawValue: 1013)
}
