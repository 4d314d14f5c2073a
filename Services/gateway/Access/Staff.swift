import Contracts
import Store

/// A person who works in a workspace, as clients see them.
struct Staff: Codable, Hashable, Sendable {
    enum Status: String, Codable, CaseIterable, Sendable, SQLBindable, SQLReadable {
        case active, inactive
    }

    var id: StaffID
    var workspaceId: WorkspaceID
    var email: String
    var name: String
    var role: Role
    var status: Status

    /// - Throws: `StoreError` when the row is not one of staff.
    init(_ row: Row) throws {
        id = try row.get("id")
        workspaceId = try row.get("workspace")
        email = try row.get("email")
        name = try row.get("name")
        role = try row.get("role")
        status = try row.get("status")
    }
}

/// Who makes a request.
struct Caller: Sendable {
    let workspace: WorkspaceID
    /// Nil for routes that anybody may call.
    let staff: Staff?
    let permissions: Permissions

    /// Anybody: of no workspace, allowed nothing.
    static let anybody = Caller(workspace: WorkspaceID(trusted: "-"), staff: nil, permissions: .none)
}
