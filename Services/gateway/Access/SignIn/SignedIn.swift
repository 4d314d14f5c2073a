import Contracts

/// What one signs in with.
struct Credentials: Codable, Sendable {
    var email: String
    var password: String
    /// Where to; when absent, the workspace used last.
    var workspace: WorkspaceID?
}

/// The answer to a sign-in.
struct SignedIn: Codable, Sendable {
    /// Send it as `Authorization: Bearer …`. It is shown this once.
    var token: String
    var expiresAt: Timestamp
    /// Who one is in this workspace.
    var staff: Staff
    /// All that one works in; `POST /api/auth/workspace` goes to another.
    var workspaces: [Workspace]
}
