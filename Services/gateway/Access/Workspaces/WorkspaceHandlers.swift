import Contracts
import HTTPServer

/// The workspaces of the one who asks.
struct WorkspaceHandlers: Sendable {
    let workspaces: Workspaces

    func list(_ call: Call<Caller, NoQuery, NoBody>) async throws -> Page<Workspace> {
        Page(items: try await workspaces.list(of: call.identity.inPerson().staff.id), nextCursor: nil)
    }

    /// For administrators from whom nothing was taken.
    func create(_ call: Call<Caller, NoQuery, NewWorkspace>) async throws -> Workspace {
        try await workspaces.add(call.body, by: administrator(call.identity))
    }

    /// The one that one is signed in to.
    func show(_ call: Call<Caller, NoQuery, NoBody>) async throws -> Workspace {
        try await workspaces.show(of: call.identity.person())
    }

    /// For administrators of all branches from whom nothing was taken.
    func update(_ call: Call<Caller, NoQuery, WorkspaceChange>) async throws -> Workspace {
        try call.identity.checkSeesAllBranches("the workspace is")
        return try await workspaces.change(call.body, by: administrator(call.identity))
    }

    private func administrator(_ caller: Caller) throws(Problem) -> Staff {
        let person = try caller.inPerson().staff
        guard person.role == BuiltInRole.administrator.name, caller.permissions == .all else {
            throw Problem(403, "not_allowed", "Only administrators make and change workspaces.")
        }
        return person
    }
}

struct NewWorkspace: Codable, Sendable {
    /// 1 to 100 characters.
    var name: String
    /// Where its numbers are typed without a country code, ISO 3166: `MY`. The deployment's, `MYNAH_COUNTRY`, when absent.
    var country: String?
}

struct WorkspaceChange: Codable, Sendable {
    /// 1 to 100 characters.
    var name: String
    /// Where its numbers are typed without a country code, ISO 3166: `MY`. The deployment's, `MYNAH_COUNTRY`, when absent.
    var country: String?
    /// As the caller has seen it: when it is another by now, the answer is 409 `conflict`.
    var version: Int
}
