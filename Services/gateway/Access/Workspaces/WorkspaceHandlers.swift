import Contracts
import HTTPServer

/// The workspaces of the one who asks.
struct WorkspaceHandlers: Sendable {
    let workspaces: Workspaces

    func list(_ call: Call<Caller, NoQuery, NoBody>) async throws -> Page<Workspace> {
        Page(items: try await workspaces.list(of: call.identity.inPerson().staff.id), nextCursor: nil)
    }

    /// For administrators from whom nothing was taken.
    func create(_ call: Call<Caller, NoQuery, WorkspaceBody>) async throws -> Workspace {
        let person = try call.identity.inPerson().staff
        guard person.role == BuiltInRole.administrator.name, call.identity.permissions == .all else {
            throw Problem(403, "not_allowed", "Only administrators make workspaces.")
        }
        return try await workspaces.add(call.body.name, by: person)
    }
}

struct WorkspaceBody: Codable, Sendable {
    /// 1 to 100 characters.
    var name: String
}
