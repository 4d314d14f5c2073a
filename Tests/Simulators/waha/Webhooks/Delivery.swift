import Crypto

/// One event on its way to one target; all tries share the body, the request id and the timestamp.
struct Delivery: Sendable {
    var requestID: String
    var target: WebhookTarget
    var event: String
    var body: [UInt8]
    /// Milliseconds since 1970, as in the body.
    var timestamp: Int64
    var isSigned = true
    var isTampered = false
    /// Tries so far.
    var tries = 0
    /// A restart of the simulated WAHA outdates all that wait.
    var generation = 0

    /// - Source: the WAHA fact sheet, 7.2.
    var headers: [(String, String)] {
        var headers = [
            ("content-type", "application/json"),
            ("User-Agent", "WAHA/" + Release.version),
            ("X-Webhook-Request-Id", requestID),
            ("X-Webhook-Timestamp", String(timestamp)),
        ]
        if isSigned, let signature = target.signature {
            headers.append(("X-Webhook-Hmac", signature.hex(of: body)))
            headers.append(("X-Webhook-Hmac-Algorithm", "sha512"))
        }
        return headers + target.headers
    }

    /// What is sent: after signing, a tampered body has a space more.
    var sentBody: [UInt8] {
        isTampered ? body + [0x20] : body
    }
}

/// How deliveries fared.
struct DeliveryCounts: Sendable {
    /// Handed over: one per event and target, and one per duplicate.
    var accepted = 0
    /// Answered with 2xx.
    var delivered = 0
    /// Given up after the last try.
    var failed = 0
    /// Lost: by a fault, or in a restart.
    var lost = 0
    var duplicated = 0
    var tries = 0
    /// Answers by status, and `error` for none.
    var answers: [String: Int] = [:]
    /// Events handed over, by name.
    var events: [String: Int] = [:]

    var pending: Int { accepted - delivered - failed - lost }

    var body: Body {
        [
            "accepted": .integer(Int64(accepted)),
            "delivered": .integer(Int64(delivered)),
            "failed": .integer(Int64(failed)),
            "lost": .integer(Int64(lost)),
            "pending": .integer(Int64(pending)),
            "duplicated": .integer(Int64(duplicated)),
            "tries": .integer(Int64(tries)),
            "answers": Self.body(answers),
            "events": Self.body(events),
        ]
    }

    private static func body(_ counts: [String: Int]) -> Body {
        .object(counts.sorted { $0.key < $1.key }.map { Body.Member(key: $0.key, value: .integer(Int64($0.value))) })
    }
}
