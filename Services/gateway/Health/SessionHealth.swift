import Contracts
import Store

/// How a session is, as clients see it.
struct SessionHealth: Codable, Hashable, Sendable {
    var state: SessionCondition
    var since: Timestamp
    /// When something last came of it; nil when nothing ever did.
    var lastEventAt: Timestamp?
    /// How often it was restarted because of its condition, since it was last well for long.
    var restarts: Int
    /// Nil when it never was.
    var restartedAt: Timestamp?

    /// Nil until it was judged.
    /// - Throws: `StoreError` when the row is none of `health`.
    init?(_ row: Row) throws(StoreError) {
        guard let state = try row.get("health", as: String?.self).flatMap(SessionCondition.init) else { return nil }
        self.state = state
        since = try row.get("health_at")
        restarts = try row.get("restarts")
        lastEventAt = Self.known(try row.get("last_event_at"))
        restartedAt = Self.known(try row.get("restarted_at"))
    }

    private static func known(_ moment: Timestamp) -> Timestamp? {
        moment.milliseconds > 0 ? moment : nil
    }
}
