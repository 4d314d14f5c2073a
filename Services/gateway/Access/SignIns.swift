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

    /// - Throws: 401 `wrong_credentials`, the same for a wrong address, a wrong password and inactive staff.
    func signIn(email: String, password: String) async throws -> SignedIn {
        let row = try await store.read { try $0.first(AccessQuery.staffByEmail, email.lowercased()) }
        let hash = PasswordHash(stored: try row?.get("password_hash") ?? Self.nobodysHash)
        // Checked for unknown addresses too, so that the time taken does not tell who exists.
        let matches = await hash.matches(password)
        guard let row, matches, let staff = try? Staff(row), staff.status == .active else {
            throw Problem(401, "wrong_credentials", "The e-mail address or the password is wrong.")
        }
        let token = RandomBytes.token()
        let now = clock.now()
        let expiry = now + Self.lifetime
        try await store.write { transaction in
            try transaction.run(AccessQuery.forgetExpiredSignIns, now)
            try transaction.run(AccessQuery.addSignIn, SHA256.hex(of: token), staff.id, now, expiry)
        }
        return SignedIn(token: token, expiresAt: expiry, staff: staff)
    }

    func signOut(token: String) async throws {
        _ = try await store.write { try $0.run(AccessQuery.endSignIn, SHA256.hex(of: token)) }
    }

    /// Nil when the token is unknown, expired or its owner no longer active.
    func caller(token: String) async throws -> Caller? {
        let hash = SHA256.hex(of: token)
        let now = clock.now()
        return try await store.read { reader in
            guard let row = try reader.first(AccessQuery.staffByToken, hash, now) else { return nil }
            let staff = try Staff(row)
            let exceptions = try reader.rows(AccessQuery.staffPermissions, staff.id).compactMap(Self.exception)
            let permissions = Permissions(role: staff.role, exceptions: exceptions)
            return Caller(workspace: staff.workspaceId, staff: staff, permissions: permissions)
        }
    }

    /// Nil for a module or an action that this version does not know.
    private static func exception(_ row: Row) throws -> (permission: Permission, allowed: Bool)? {
        guard let module = PermissionModule(rawValue: try row.get("module")),
            let action = PermissionAction(rawValue: try row.get("action"))
        else { return nil }
        return (Permission(module: module, action: action), try row.get("allowed"))
    }

    /// A well-formed hash that no password has.
    private static let nobodysHash =
        "$argon2id$v=19$m=19456,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
}

/// The answer to a sign-in.
struct SignedIn: Codable, Sendable {
    /// Send it as `Authorization: Bearer …`. It is shown this once.
    var token: String
    var expiresAt: Timestamp
    var staff: Staff
}
