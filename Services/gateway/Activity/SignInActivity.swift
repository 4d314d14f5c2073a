import Contracts
import Runtime
import Store

/// Writes into the log who signed in, who failed to, whom a link to choose a password was asked for, and who chose one by
/// it: requests that are nobody's before they are answered, and of no workspace.
struct SignInActivity: Sendable {
    let log: ActivityLog

    /// - Parameter route: that they came in by.
    func signedIn(
        _ staff: Staff,
        by route: String = "POST /api/auth/login",
        from visitor: Visitor,
        at now: Timestamp,
        in transaction: any Transaction
    ) {
        add(route, ActivityOutcome.done, of: (staff.id, staff.workspaceId), isTheirs: true, visitor, now, transaction)
    }

    /// Nobody knows whose doing it was: the person is the object.
    /// - Parameter problem: the answer.
    func refused(
        _ staff: Staff,
        _ problem: Problem,
        from visitor: Visitor,
        at now: Timestamp,
        in transaction: any Transaction
    ) {
        let outcome = ActivityOutcome.refused(problem)
        let person = (staff.id, staff.workspaceId)
        add("POST /api/auth/login", outcome, of: person, isTheirs: false, visitor, now, transaction)
    }

    /// Anybody may ask: the person is the object.
    func askedForLink(
        _ staff: StaffID,
        _ workspace: WorkspaceID,
        from visitor: Visitor,
        at now: Timestamp,
        in transaction: any Transaction
    ) {
        let (route, person) = ("POST /api/auth/password/forgot", (staff, workspace))
        add(route, ActivityOutcome.done, of: person, isTheirs: false, visitor, now, transaction)
    }

    func choseByLink(
        _ staff: StaffID,
        _ workspace: WorkspaceID,
        from visitor: Visitor,
        at now: Timestamp,
        in transaction: any Transaction
    ) {
        let (route, person) = ("POST /api/auth/password/reset", (staff, workspace))
        add(route, ActivityOutcome.done, of: person, isTheirs: true, visitor, now, transaction)
    }

    private func add(
        _ action: String,
        _ outcome: String,
        of person: (staff: StaffID, workspace: WorkspaceID),
        isTheirs: Bool,
        _ visitor: Visitor,
        _ now: Timestamp,
        _ transaction: any Transaction
    ) {
        let draft = ActivityDraft(
            workspace: person.workspace,
            staff: isTheirs ? person.staff : nil,
            action: action,
            object: isTheirs ? nil : person.staff.text,
            ip: visitor.ip,
            outcome: outcome,
            request: UUIDv7.make(at: now)
        )
        log.add(draft, in: transaction)
    }
}
