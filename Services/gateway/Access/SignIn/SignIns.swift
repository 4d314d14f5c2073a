import Contracts
import Crypto
import Runtime
import Store

/// Signing in and out, and who a token belongs to.
struct SignIns: Sendable {
    /// How long a sign-in lasts.
    static let lifetime = Duration.seconds(30 * 24 * 3600)

    let store: any Store
    let clock: WallClock
    /// Those who are connected are looked at again.
    var changed: @Sendable () -> Void = {}

    /// Lets someone in.
    /// - Parameter workspace: nil chooses the one used last, else the oldest.
    /// - Throws: 401 `wrong_credentials`, the same for a wrong address, a wrong password and inactive staff; 404
    ///   `not_found` for a workspace that they do not work in.
    func signIn(_ credentials: Credentials, from visitor: Visitor) async throws -> SignedIn {
        let rows = try await store.read {
            try $0.rows(AccessQuery.accountsStaff, EmailAddress.key(credentials.email))
        }
        let known: String? = try rows.first?.get("password_hash")
        // Checked for unknown addresses too, so that the time taken does not tell who exists.
        let matches = await PasswordHash(stored: known ?? Self.nobodysHash).matches(credentials.password)
        // Of an account that works nowhere there is a row without staff.
        let staff = rows.compactMap { try? Staff($0) }
        guard matches, known != nil, let last = staff.first else {
            throw Problem(401, "wrong_credentials", "The e-mail address or the password is wrong.")
        }
        guard let workspace = credentials.workspace else { return try await begin(last, from: visitor) }
        guard let chosen = staff.first(where: { $0.workspaceId == workspace }) else { throw Problem.notWorkingThere }
        return try await begin(chosen, from: visitor)
    }

    /// Lets one who is signed in into another of their workspaces.
    /// - Throws: 404 `not_found` when they do not work there.
    func switchTo(_ workspace: WorkspaceID, _ staff: StaffID, from visitor: Visitor) async throws -> SignedIn {
        guard let row = try await store.read({ try $0.first(AccessQuery.myStaff, staff, workspace) }) else {
            throw Problem.notWorkingThere
        }
        return try await begin(Staff(row), from: visitor)
    }

    private func begin(_ staff: Staff, from visitor: Visitor) async throws -> SignedIn {
        let token = RandomBytes.token()
        let now = clock.now()
        let expiry = now + Self.lifetime
        let workspaces = try await store.write { transaction in
            try transaction.run(AccessQuery.forgetExpiredSignIns, now)
            try transaction.run(
                AccessQuery.addSignIn,
                SHA256.hex(of: token),
                UUIDv7.make(at: now),
                staff.id,
                visitor.ip,
                visitor.agent,
                now,
                expiry
            )
            try transaction.run(AccessQuery.useWorkspace, staff.id, staff.workspaceId)
            return try Workspaces.list(of: staff.id, in: transaction)
        }
        return SignedIn(token: token, expiresAt: expiry, staff: staff, workspaces: workspaces)
    }

    func signOut(_ pass: Pass) async throws {
        let (now, changed) = (clock.now(), changed)
        try await store.write { transaction in
            try transaction.run(AccessQuery.touchByToken, pass.hash, now)
            try transaction.run(AccessQuery.endSignIn, pass.hash)
            transaction.afterCommit(changed)
        }
    }

    /// Nil when the token is unknown, expired or its owner no longer active.
    func caller(token: String) async throws -> Caller? {
        try await caller(hash: SHA256.hex(of: token))
    }

    /// - Parameter hash: of the token.
    func caller(hash: String) async throws -> Caller? {
        let now = clock.now()
        return try await store.read { reader in
            guard let row = try reader.first(AccessQuery.staffByToken, hash, now) else { return nil }
            let staff = try Staff(row)
            let permissions = try StaffTable(workspace: staff.workspaceId).permissions(of: staff, in: reader)
            let pass = Pass(hash: hash, expiresAt: try row.get("expires_at"))
            return Caller(workspace: staff.workspaceId, staff: staff, permissions: permissions, pass: pass)
        }
    }

    /// Whose rights changed since a moment.
    func changedStaff(since moment: Timestamp) async throws -> Set<StaffID> {
        Set(try await store.read { try $0.rows(AccessQuery.changedStaff, moment).map { try $0.get("id") } })
    }

    /// A well-formed hash that no password has.
    private static let nobodysHash =
        "$argon2id$v=19$m=19456,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
}

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

extension Problem {
    fileprivate static let notWorkingThere = Problem(404, "not_found", "You work in no such workspace.")
}
