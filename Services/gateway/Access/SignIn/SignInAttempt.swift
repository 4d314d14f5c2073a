import Contracts
import Runtime
import Store

/// That someone tried to sign in.
struct SignInAttempt: Codable, Sendable {
    enum Outcome: String, Codable, CaseIterable, Sendable, SQLBindable, SQLReadable {
        case succeeded
        case wrongPassword = "wrong_password"
        /// The password was right, but the person works nowhere any more, or not where they wanted to.
        case notAllowed = "not_allowed"
        case tooMany = "too_many_attempts"
    }

    /// How long attempts are kept.
    static let retention = Duration.seconds(90 * 24 * 3600)

    var id: String
    var at: Timestamp
    var ip: String
    /// What the program called itself; perhaps empty.
    var userAgent: String
    var outcome: Outcome
    /// Where it led to; absent when it did not.
    var workspaceId: WorkspaceID?

    init(_ row: Row) throws {
        id = try row.get("id")
        at = try row.get("at")
        ip = try row.get("ip")
        userAgent = try row.get("agent")
        outcome = try row.get("outcome")
        workspaceId = try row.get("workspace")
    }

    static func store(
        _ outcome: Outcome,
        account: String,
        workspace: WorkspaceID? = nil,
        from visitor: Visitor,
        at now: Timestamp,
        in transaction: any Transaction
    ) throws {
        try transaction.run(
            SignInQuery.addAttempt,
            UUIDv7.make(at: now),
            account,
            workspace,
            now,
            visitor.ip,
            visitor.agent,
            outcome
        )
    }
}

/// Which page of a list of attempts.
struct AttemptListQuery: Codable, Sendable {
    /// 1 to 200; 50 when absent.
    var limit: Int?
    var cursor: String?
}
