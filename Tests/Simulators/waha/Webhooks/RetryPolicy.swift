/// When a webhook is tried again.
/// - Source: the WAHA fact sheet, 7.1 and 7.4.
struct RetryPolicy: Sendable, Hashable {
    enum Kind: String, Sendable, CaseIterable {
        case constant, linear, exponential
    }

    var kind = Kind.constant
    /// 0 tries again at once.
    var delaySeconds = 2.0
    /// Tries after the first one.
    var attempts = 15

    /// How long to wait before a retry; nil when there are no more.
    /// - Parameters:
    ///   - retry: 1 for the first.
    ///   - jitter: 0 to 1, of which 20 % are added to an exponential delay.
    func delay(before retry: Int, jitter: Double) -> Duration? {
        guard retry <= attempts else { return nil }
        let factor =
            switch kind {
            case .constant: 1.0
            case .linear: Double(retry)
            case .exponential: Double(UInt64(1) << UInt64(min(retry, 40))) * (1 + 0.2 * jitter)
            }
        return .milliseconds(Int64(delaySeconds * factor * 1_000))
    }
}

extension RetryPolicy {
    /// - Throws: ``Refusal`` with 400 for an unknown policy.
    init(_ body: Body) throws(Refusal) {
        guard !body.isNothing else { return }
        if let name = body["policy"].string {
            guard let kind = Kind(rawValue: name) else {
                throw .badRequest(["policy must be one of the following values: linear, exponential, constant"])
            }
            self.kind = kind
        }
        delaySeconds = max(0, body["delaySeconds"].double ?? delaySeconds)
        attempts = max(0, body["attempts"].int ?? attempts)
    }
}
