import Contracts
import Store

/// What someone is let in on.
enum SignInProof: Sendable {
    case password(CheckedPassword)
    /// They are signed in already, as one of the staff.
    case session(Pass, StaffID)

    /// Looks again, as much may have happened since, most of all while the password was hashed. Whoever changes the
    /// password or the person meanwhile waits for the commit, and then ends this sign-in with the others.
    /// - Throws: 401 `wrong_credentials` or `not_signed_in`.
    func confirm(for staff: Staff, at now: Timestamp, in transaction: any Transaction) throws {
        let account = try transaction.first(AccessQuery.useWorkspace, staff.id, staff.workspaceId)
        let isActive = try transaction.first(AccessQuery.holdStaff, staff.id) != nil
        switch self {
        case .password(let checked):
            guard isActive, try account?.get("password_hash") == checked.hash else { throw Problem.wrongCredentials }
        case .session(let pass, _):
            guard isActive, try transaction.first(AccessQuery.staffByToken, pass.hash, now) != nil else {
                throw Problem.notSignedIn
            }
        }
    }
}

/// A password that was the right one when it was checked.
struct CheckedPassword: Sendable {
    let account: String
    /// Of the address that was given.
    let key: String
    /// What the password was checked against.
    let hash: String
}
