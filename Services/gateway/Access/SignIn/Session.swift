import Contracts
import Store

/// A sign-in that still counts.
struct Session: Codable, Sendable {
    var id: String
    var workspaceId: WorkspaceID
    var ip: String
    /// What the program called itself; perhaps empty.
    var userAgent: String
    var createdAt: Timestamp
    var expiresAt: Timestamp
    /// Whether it is the one that asks.
    var current: Bool

    init(_ row: Row, seenBy pass: Pass) throws {
        id = try row.get("id")
        workspaceId = try row.get("workspace")
        ip = try row.get("ip")
        userAgent = try row.get("agent")
        createdAt = try row.get("created_at")
        expiresAt = try row.get("expires_at")
        current = try row.get("token_hash") == pass.hash
    }
}
