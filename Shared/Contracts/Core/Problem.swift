/// What went wrong and what to do, told to a caller: over the bus as it is, over HTTP as `application/problem+json`.
/// - Source: RFC 9457.
package struct Problem: Error, Codable, Hashable, Sendable {
    /// The HTTP status, 400 to 599.
    package var status: Int
    /// Stable and machine-readable: `conversation_not_found`.
    package var code: String
    /// One sentence for a person: what happened and what to do.
    package var detail: String
    /// The fields at fault, for 422.
    package var fields: [FieldProblem]?
    /// Seconds after which to try again, for 429 and 503.
    package var retryAfter: Int?
    /// The state of the WhatsApp session, for `session_not_working`.
    package var sessionStatus: String?
    /// Whose change stands in the way, for `conflict` and `held`: the name of a person, or `bot`.
    package var changedBy: String?
    /// When that change was made.
    package var changedAt: Timestamp?

    package init(_ status: Int, _ code: String, _ detail: String, fields: [FieldProblem]? = nil, retryAfter: Int? = nil)
    {
        self.status = status
        self.code = code
        self.detail = detail
        self.fields = fields
        self.retryAfter = retryAfter
    }
}

/// One field of a request at fault.
package struct FieldProblem: Codable, Hashable, Sendable {
    /// Where: `file.data`.
    package var field: String
    /// Why: `is not base64`.
    package var message: String

    package init(_ field: String, _ message: String) {
        self.field = field
        self.message = message
    }
}

extension Problem {
    package static func notFound(_ what: String) -> Problem {
        Problem(404, "not_found", "There is no such \(what) in this workspace.")
    }

    /// - Parameter fields: at least one.
    package static func invalid(_ fields: [FieldProblem]) -> Problem {
        let names = fields.map(\.field).joined(separator: ", ")
        return Problem(422, "invalid", "The request has missing or wrong fields: \(names).", fields: fields)
    }

    package static func unavailable(_ service: String, retryAfter: Int = 2) -> Problem {
        Problem(
            503,
            "service_unavailable",
            "The \(service) service does not answer just now. Nothing was lost; try again.",
            retryAfter: retryAfter
        )
    }
}
