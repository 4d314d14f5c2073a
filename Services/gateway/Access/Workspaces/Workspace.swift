import Contracts
import Store

/// Where a person works, and as what.
struct Workspace: Codable, Hashable, Sendable {
    var id: WorkspaceID
    var name: String
    /// The person's.
    var role: RoleName
    var createdAt: Timestamp

    /// - Throws: `StoreError` when the row is not one of a workspace and a role.
    init(_ row: Row) throws {
        id = try row.get("id")
        name = try row.get("name")
        role = try row.get("role")
        createdAt = try row.get("created_at")
    }
}
