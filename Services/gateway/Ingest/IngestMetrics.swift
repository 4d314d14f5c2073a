import Runtime

/// What came in, counted.
struct IngestMetrics: Sendable {
    /// What became of a webhook.
    enum Outcome: String, CaseIterable, Sendable {
        case stored, duplicate, unsigned, malformed
        /// Fleeting: passed on or dropped, and not stored.
        case fleeting
    }

    /// What an event turned out to be.
    enum Meaning: Hashable, Sendable {
        case message, alteration, delivery, session, hint, presence
        /// Kept raw alone: nothing here makes use of it yet, or nobody knows the session.
        case unknownEvent, unknownSession
        /// An event of a known kind that cannot be read, or says nothing new.
        case unreadable, nothingNew
        case dropped(WAHAMessageReading.Drop)
    }

    private let outcomes: [Outcome: Counter]
    private let meanings: [Meaning: Counter]
    let pruned: Counter
    let backfilled: Counter

    init(_ metrics: Metrics) {
        outcomes = Dictionary(
            uniqueKeysWithValues: Outcome.allCases.map { outcome in
                (
                    outcome,
                    metrics.counter(
                        "gateway_webhooks_total",
                        help: "Webhooks by what became of them.",
                        labels: ["outcome": outcome.rawValue]
                    )
                )
            }
        )
        meanings = Dictionary(
            uniqueKeysWithValues: Meaning.all.map { meaning in
                (
                    meaning,
                    metrics.counter(
                        "gateway_webhook_events_total",
                        help: "Events in stored webhooks by what they mean to us.",
                        labels: ["meaning": meaning.label]
                    )
                )
            }
        )
        pruned = metrics.counter("gateway_webhooks_pruned_total", help: "Raw webhooks past their time, deleted.")
        backfilled = metrics.counter("gateway_messages_backfilled_total", help: "Messages read back from history.")
    }

    func count(_ outcome: Outcome, _ webhooks: Int = 1) { outcomes[outcome]?.increment(by: webhooks) }

    func count(_ meaning: Meaning) { meanings[meaning]?.increment() }

    func value(_ outcome: Outcome) -> Int { outcomes[outcome]?.value ?? 0 }

    func value(_ meaning: Meaning) -> Int { meanings[meaning]?.value ?? 0 }
}

extension IngestMetrics.Meaning {
    fileprivate static let all: [Self] =
        [
            .message, .alteration, .delivery, .session, .hint, .presence, .unknownEvent, .unknownSession, .unreadable,
            .nothingNew,
        ]
        + WAHAMessageReading.Drop.allCases.map { .dropped($0) }

    fileprivate var label: String {
        switch self {
        case .message: "message"
        case .alteration: "alteration"
        case .delivery: "delivery"
        case .session: "session"
        case .hint: "hint"
        case .presence: "presence"
        case .unknownEvent: "unknown_event"
        case .unknownSession: "unknown_session"
        case .unreadable: "unreadable"
        case .nothingNew: "nothing_new"
        case .dropped(let why): "dropped_\(why.rawValue)"
        }
    }
}
