import Contracts

/// Who makes a request.
struct Caller: Sendable, Hashable {
    let workspace: WorkspaceID
    /// Nil for routes that anybody may call.
    let staff: Staff?
    let permissions: Permissions
    /// Nil for routes that anybody may call.
    let pass: Pass?

    /// The one branch whose conversations and people the caller sees; nil for all of them.
    var branch: String? { staff?.branch }

    /// Anybody: of no workspace, allowed nothing.
    static let anybody = Caller(workspace: WorkspaceID(trusted: "-"), staff: nil, permissions: .none)

    init(workspace: WorkspaceID, staff: Staff?, permissions: Permissions, pass: Pass? = nil) {
        self.workspace = workspace
        self.staff = staff
        self.permissions = permissions
        self.pass = pass
    }

    /// - Throws: 401 `not_signed_in`.
    func person() throws(Problem) -> Staff {
        guard let staff else { throw .notSignedIn }
        return staff
    }
}

/// What a caller has shown to be let in.
struct Pass: Sendable, Hashable {
    /// The SHA-256 of the token.
    let hash: String
    let expiresAt: Timestamp
}

extension Problem {
    static let notSignedIn = Problem(
        401,
        "not_signed_in",
        "Sign in at POST /api/auth/login and send the token as a bearer token."
    )
}
