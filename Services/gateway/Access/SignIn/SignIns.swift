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
        let rows = try await store.read { try $0.rows(AccessQuery.accountsStaff, EmailAddress.key(email)) }
        let known: String? = try rows.first?.get("password_hash")
        // Checked for unknown addresses too, so that the time taken does not tell who exists.
        let matches = await PasswordHash(stored: known ?? Self.nobodysHash).matches(password)
        // Of an account that works nowhere there is a row without staff.
        guard matches, known != nil, let staff = rows.first.flatMap({ try? Staff($0) }) else {
            throw Problem(401, "wrong_credentials", "The e-mail address or the password is wrong.")
        }
        return try await begin(staff)
    }

    private func begin(_ staff: Staff) async throws -> SignedIn {
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
            let permissions = try StaffTable(workspace: staff.workspaceId).permissions(of: staff, in: reader)
            return Caller(workspace: staff.workspaceId, staff: staff, permissions: permissions)
        }
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
