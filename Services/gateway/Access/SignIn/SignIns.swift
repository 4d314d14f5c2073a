import Contracts
import Crypto
import Runtime
import Store

/// Signing in and out, and who a token belongs to.
struct SignIns: Sendable {
    /// How long a sign-in lasts.
    static let lifetime = Duration.seconds(30 * 24 * 3600)

    let store: any Store
    let activity: SignInActivity
    let clock: WallClock
    /// Those who are connected are looked at again.
    var changed: @Sendable () -> Void = {}

    /// Lets someone in.
    /// - Parameter workspace: nil chooses the one used last, else the oldest.
    /// - Throws: 401 `wrong_credentials`, the same for a wrong address, a wrong password and inactive staff; 404
    ///   `not_found` for a workspace that they do not work in; 429 `too_many_attempts`.
    func signIn(_ credentials: Credentials, from visitor: Visitor) async throws -> SignedIn {
        let key = EmailAddress.key(credentials.email)
        try await count(key, from: visitor)
        let rows = try await store.read { try $0.rows(AccessQuery.accountsStaff, key) }
        let known: String? = try rows.first?.get("password_hash")
        // Checked for unknown addresses too, so that the time taken does not tell who exists.
        let matches = await PasswordHash(stored: known ?? Self.nobodysHash).matches(credentials.password)
        guard matches, let known else {
            throw try await noted(.wrongPassword, Problem.wrongCredentials, of: rows, from: visitor)
        }
        // Of an account that works nowhere there is a row without staff.
        let staff = rows.compactMap { try? Staff($0) }
        let chosen = staff.first { credentials.workspace == nil || $0.workspaceId == credentials.workspace }
        guard let chosen else {
            let problem = staff.isEmpty ? Problem.wrongCredentials : Problem.notWorkingThere
            throw try await noted(.notAllowed, problem, of: rows, from: visitor)
        }
        let checked = CheckedPassword(account: try rows[0].get("account"), key: key, hash: known)
        return try await begin(chosen, by: .password(checked), from: visitor)
    }

    /// Counts before the password is looked at, so that many who try at once are not more than the limit.
    private func count(_ key: String, from visitor: Visitor) async throws {
        let now = clock.now()
        let reached = try await store.write { transaction in
            try transaction.run(SignInQuery.forgetOldCounts, now)
            let byAddress = try AttemptLimit.signInByAddress.count(key, at: now, in: transaction)
            let byOrigin = try AttemptLimit.signInByOrigin.count(visitor.origin, at: now, in: transaction)
            return [byAddress, byOrigin].compactMap { $0 }
        }
        guard let until = reached.map(\.until).max() else { return }
        let problem = Problem.tooManyAttempts(until: until, now: now)
        // Once per window: what is refused is not to cost much.
        guard reached.contains(where: \.isNew) else { throw problem }
        let rows = try await store.read { try $0.rows(AccessQuery.accountsStaff, key) }
        throw try await noted(.tooMany, problem, of: rows, from: visitor)
    }

    /// Keeps that someone was not let in, for the person and, in the log, for each workspace that they work in.
    /// - Parameter rows: the account and who it is where.
    /// - Returns: the problem.
    private func noted(
        _ outcome: SignInAttempt.Outcome,
        _ problem: Problem,
        of rows: [Row],
        from visitor: Visitor
    ) async throws -> Problem {
        // Of addresses that nobody has nothing is kept.
        guard let account: String = try rows.first?.get("account") else { return problem }
        let (now, activity) = (clock.now(), activity)
        try await store.write { transaction in
            try transaction.run(SignInQuery.forgetOldAttempts, now - SignInAttempt.retention)
            try SignInAttempt.store(outcome, account: account, from: visitor, at: now, in: transaction)
            for staff in rows.compactMap({ try? Staff($0) }) {
                activity.refused(staff, problem, from: visitor, at: now, in: transaction)
            }
        }
        return problem
    }

    /// Lets one who is signed in into another of their workspaces.
    /// - Parameter pass: of the one who is signed in as `staff`.
    /// - Throws: 404 `not_found` when they do not work there.
    func switchTo(
        _ workspace: WorkspaceID,
        _ staff: StaffID,
        by pass: Pass,
        from visitor: Visitor
    ) async throws -> SignedIn {
        guard let row = try await store.read({ try $0.first(AccessQuery.myStaff, staff, workspace) }) else {
            throw Problem.notWorkingThere
        }
        return try await begin(Staff(row), by: .session(pass, staff), from: visitor)
    }

    private func begin(_ staff: Staff, by proof: SignInProof, from visitor: Visitor) async throws -> SignedIn {
        let token = RandomBytes.token()
        let now = clock.now()
        let (expiry, activity) = (now + Self.lifetime, activity)
        let workspaces = try await store.write { transaction in
            try proof.confirm(for: staff, at: now, in: transaction)
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
            switch proof {
            case .session(_, let there):
                // Where they are already, the request has an entry.
                if there == staff.id { break }
                activity.signedIn(staff, by: "POST /api/auth/workspace", from: visitor, at: now, in: transaction)
            case .password(let checked):
                activity.signedIn(staff, from: visitor, at: now, in: transaction)
                try AttemptLimit.signInByAddress.forget(checked.key, in: transaction)
                try AttemptLimit.signInByOrigin.giveBack(visitor.origin, in: transaction)
                try SignInAttempt.store(
                    .succeeded,
                    account: checked.account,
                    workspace: staff.workspaceId,
                    from: visitor,
                    at: now,
                    in: transaction
                )
            }
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
        let pass = Pass(token: token)
        return try await caller(pass)
    }

    /// Who has shown a pass before, as they are now; nil when it no longer counts.
    func caller(_ pass: Pass) async throws -> Caller? {
        let now = clock.now()
        return try await store.read { try Self.caller(pass, at: now, in: $0) }
    }

    static func caller(_ pass: Pass, at now: Timestamp, in reader: any Reader) throws -> Caller? {
        if pass.kind == .apiToken { return try APIToken.caller(pass, at: now, in: reader) }
        guard let row = try reader.first(AccessQuery.staffByToken, pass.hash, now) else { return nil }
        let staff = try Staff(row)
        let permissions = try StaffTable(workspace: staff.workspaceId).permissions(of: staff, in: reader)
        var pass = pass
        pass.expiresAt = try row.get("expires_at")
        return Caller(
            workspace: staff.workspaceId,
            staff: staff,
            permissions: permissions,
            pass: pass,
            country: try row.get("country")
        )
    }

    /// Whose rights changed since a moment.
    func changedStaff(since moment: Timestamp) async throws -> Set<StaffID> {
        Set(try await store.read { try $0.rows(AccessQuery.changedStaff, moment).map { try $0.get("id") } })
    }

    /// A well-formed hash that no password has.
    private static let nobodysHash =
        "$argon2id$v=19$m=19456,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
}

extension Problem {
    static let wrongCredentials = Problem(
        401,
        "wrong_credentials",
        "The e-mail address or the password is wrong."
    )
    fileprivate static let notWorkingThere = Problem(
        404,
        "not_found",
        "You work in no such workspace, or are yet to choose a password by the link that was mailed to you."
    )
}
