import Contracts
import Crypto
import Runtime
import Store

/// Choosing another password: with the old one, or by a link that was sent.
struct Passwords: Sendable {
    /// How long a link is good.
    static let lifetime = Duration.seconds(3600)

    let store: any Store
    /// Where a new password is written: with its entry in the activity log.
    var changes: (any Store)?
    let activity: SignInActivity
    let clock: WallClock
    /// Those who are connected are looked at again.
    var changed: @Sendable () -> Void = {}

    /// Ends all other sign-ins of the person.
    /// - Throws: 403 `wrong_password`, 422 `invalid`, 429 `too_many_attempts`.
    func change(of staff: Staff, keeping pass: Pass, from old: String, to new: String) async throws {
        try Password.check(new, field: "newPassword")
        let (now, changed) = (clock.now(), changed)
        let (account, key, stored) = try await store.write { transaction -> (String, String, String?) in
            guard let row = try transaction.first(PasswordQuery.ownPassword, staff.id) else {
                throw Problem.notFound("staff member")
            }
            return (try row.get("id"), try row.get("email_key"), try row.get("password_hash"))
        }
        try await count(key, at: now)
        guard let stored, await PasswordHash(stored: stored).matches(old) else {
            throw Problem.wrongPassword
        }
        let hash = try await PasswordHash.make(new).text
        try await (changes ?? store).write { transaction in
            guard try transaction.first(PasswordQuery.replacePassword, account, hash, stored) != nil else {
                throw Problem.wrongPassword
            }
            try AttemptLimit.signInByAddress.forget(key, in: transaction)
            try Self.endSignIns(of: account, keeping: pass.hash, at: now, in: transaction)
            transaction.afterCommit(changed)
        }
    }

    /// Whoever has someone's session must not guess the password through it.
    private func count(_ key: String, at now: Timestamp) async throws {
        let reached = try await store.write { transaction in
            try AttemptLimit.signInByAddress.count(key, at: now, in: transaction)
        }
        if let reached { throw Problem.tooManyAttempts(until: reached.until, now: now) }
    }

    /// Whether one may ask for a link; the same for every address.
    /// - Returns: whether one is to be sent.
    /// - Throws: 429 `too_many_attempts` for one who asks for very many.
    func countRequest(for email: String, from visitor: Visitor) async throws -> Bool {
        let now = clock.now()
        let (byOrigin, byAddress) = try await store.write { transaction in
            try transaction.run(SignInQuery.forgetOldCounts, now)
            return (
                try AttemptLimit.resetByOrigin.count(visitor.origin, at: now, in: transaction),
                try AttemptLimit.resetByAddress.count(EmailAddress.key(email), at: now, in: transaction)
            )
        }
        if let byOrigin { throw Problem.tooManyAttempts(until: byOrigin.until, now: now) }
        return byAddress == nil
    }

    /// Makes a link's token for one who could sign in; nil when nobody there could.
    /// - Parameter visitor: who asked for it; nil for what no visitor asked for.
    func makeReset(for email: String, from visitor: Visitor? = nil) async throws -> (email: String, token: String)? {
        let (token, now, activity) = (RandomBytes.token(), clock.now(), activity)
        return try await store.write { transaction in
            try transaction.run(PasswordQuery.forgetExpiredResets, now)
            guard let row = try transaction.first(PasswordQuery.accountToReset, EmailAddress.key(email)) else {
                return nil
            }
            let account: String = try row.get("id")
            try transaction.run(PasswordQuery.addReset, SHA256.hex(of: token), account, now + Self.lifetime)
            let made: (email: String, token: String) = (try row.get("email"), token)
            guard let visitor else { return made }
            for row in try transaction.rows(PasswordQuery.workplaces, account) {
                let (staff, workspace): (StaffID, WorkspaceID) = (try row.get("id"), try row.get("workspace"))
                activity.askedForLink(staff, workspace, from: visitor, at: now, in: transaction)
            }
            return made
        }
    }

    /// Ends all sign-ins of the person, and lets them in wherever they work; a token is good for one time.
    /// - Throws: 422 `invalid`, 404 `link_expired`.
    func reset(token: String, to new: String, from visitor: Visitor) async throws {
        try Password.check(new)
        let hash = try await PasswordHash.make(new).text
        let (now, changed, activity) = (clock.now(), changed, activity)
        try await store.write { transaction in
            let row = try transaction.first(PasswordQuery.takeReset, SHA256.hex(of: token), now)
            guard let account: String = try row?.get("account") else {
                throw Problem(404, "link_expired", "This link is used, too old or not one of ours; ask for another.")
            }
            try transaction.run(PasswordQuery.choosePassword, account, hash)
            for row in try transaction.rows(PasswordQuery.letIn, account) {
                guard try row.get("status") == Staff.Status.active else { continue }
                let (staff, workspace): (StaffID, WorkspaceID) = (try row.get("id"), try row.get("workspace"))
                activity.choseByLink(staff, workspace, from: visitor, at: now, in: transaction)
            }
            try Self.endSignIns(of: account, keeping: "", at: now, in: transaction)
            transaction.afterCommit(changed)
        }
    }

    /// Once the password is another: the account is this transaction's then, and nobody signs in meanwhile.
    private static func endSignIns(
        of account: String,
        keeping session: String,
        at now: Timestamp,
        in transaction: any Transaction
    ) throws {
        try transaction.run(PasswordQuery.endOtherSignIns, account, session)
        try transaction.run(PasswordQuery.forgetResets, account)
        try transaction.run(PasswordQuery.touchAccount, account, now)
    }
}

extension Problem {
    fileprivate static let wrongPassword = Problem(403, "wrong_password", "The old password is wrong.")
}
