import Contracts

/// How a call of the provider ended that did not settle the send: a line of `send.answers`.
struct SendAnswer: Hashable, Sendable {
    let attemptedAt: Timestamp
    let at: Timestamp
    /// A stable code, and behind a colon what the provider said.
    let reason: String

    init(attemptedAt: Timestamp, at moment: Timestamp, reason: String) {
        self.attemptedAt = attemptedAt
        at = moment
        self.reason = reason.split(whereSeparator: \.isNewline).joined(separator: " ")
    }

    /// Nil when it is no line of ours.
    init?(line: some StringProtocol) {
        let parts = line.split(separator: " ", maxSplits: 2)
        guard parts.count == 3, let attempted = Int64(parts[0]), let answered = Int64(parts[1]) else { return nil }
        attemptedAt = Timestamp(milliseconds: attempted)
        at = Timestamp(milliseconds: answered)
        reason = String(parts[2])
    }

    var line: String { "\(attemptedAt.milliseconds) \(at.milliseconds) \(reason.prefix(200))\n" }
}
