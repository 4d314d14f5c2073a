/// How far a message has come. It only moves forward, however late or out of order the reports are (ruling 6).
package enum MessageStatus: String, Codable, CaseIterable, Sendable {
    /// Came in; nothing to wait for.
    case received
    case pending, sent, delivered, read, played
    /// Final; reached from pending or sent only.
    case failed

    /// The status after a report, or nil when the report changes nothing.
    package func advanced(by report: MessageStatus) -> MessageStatus? {
        switch (self, report) {
        case (.received, _), (.failed, _), (_, .received): nil
        case (.pending, .failed), (.sent, .failed): .failed
        case (_, .failed): nil
        default: report.rank > rank ? report : nil
        }
    }

    /// Its place in the order; statuses that a later report may overtake come first.
    package var rank: Int {
        switch self {
        case .received: 0
        case .pending: 1
        case .sent: 2
        case .delivered: 3
        case .read: 4
        case .played: 5
        case .failed: 6
        }
    }
}

/// Why a message could not be sent, in the provider's words and ours.
package struct DeliveryError: Codable, Hashable, Sendable {
    /// Stable: `rejected`, `number_not_on_whatsapp`, `media_refused`.
    package var code: String
    /// One sentence for a person.
    package var message: String

    package init(code: String, message: String) {
        self.code = code
        self.message = message
    }
}
