import Contracts
import HTTPServer

/// Signing in and out.
struct SignInHandlers: Sendable {
    let signIns: SignIns
    let workspaces: Workspaces
    let visitors: VisitorBook
    let cookie: SessionCookie

    func signIn(_ call: Call<Caller, NoQuery, Credentials>) async throws -> Reply<SignedIn> {
        let credentials = call.body
        guard credentials.password.utf8.count <= 1024, credentials.email.utf8.count <= 320 else {
            throw Problem.invalid([FieldProblem("password", "is too long")])
        }
        let signedIn = try await signIns.signIn(credentials, from: visitors.visitor(call.request))
        return Reply(signedIn, headers: [cookie.setting(signedIn.token)])
    }

    func signOut(_ call: Call<Caller, NoQuery, NoBody>) async throws -> NoContent {
        try await signIns.signOut(call.identity.inPerson().pass)
        return NoContent(headers: [cookie.clearing])
    }

    /// Goes on in another workspace, with a token of its own; this one's stays good.
    func switchWorkspace(_ call: Call<Caller, NoQuery, WorkspaceChoice>) async throws -> Reply<SignedIn> {
        let (staff, pass) = try call.identity.inPerson()
        let visitor = visitors.visitor(call.request)
        let signedIn = try await signIns.switchTo(call.body.workspace, staff.id, by: pass, from: visitor)
        return Reply(signedIn, headers: [cookie.setting(signedIn.token)])
    }

    func me(_ call: Call<Caller, NoQuery, NoBody>) async throws -> Me {
        let staff = try call.identity.person()
        return Me(
            staff: staff,
            permissions: call.identity.permissions.listed,
            workspaces: try await workspaces.list(of: staff.id)
        )
    }
}

struct WorkspaceChoice: Codable, Sendable {
    var workspace: WorkspaceID
}

/// Who is signed in.
struct Me: Codable, Sendable {
    /// In this workspace; with the branch that they see, unless they see all.
    var staff: Staff
    /// The role's and the person's own, merged: module → actions.
    var permissions: [String: [PermissionAction]]
    /// All that they work in.
    var workspaces: [Workspace]
}
