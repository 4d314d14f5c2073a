import Contracts
import Store

/// Where a person works, and as what.
struct Workspace: Codable, Hashable, Sendable {
    var id: WorkspaceID
    var name: String
    /// Where numbers are typed without a country code, ISO 3166; the deployment's, `MYNAH_COUNTRY`, when absent.
    var country: String?
    /// Counts the changes of name and country.
    var version: Int
    /// The person's.
    var role: RoleName
    var createdAt: Timestamp

    /// - Throws: `StoreError` when the row is not one of a workspace and a role.
    init(_ row: Row) throws {
        id = try row.get("id")
        name = try row.get("name")
        country = try row.get("country")
        version = try row.get("version")
        role = try row.get("role")
        createdAt = try row.get("created_at")
    }
}
