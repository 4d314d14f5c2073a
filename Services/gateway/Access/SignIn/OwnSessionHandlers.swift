import Contracts
import HTTPServer

/// Where one is signed in, and who tried to be.
struct OwnSessionHandlers: Sendable {
    let sessions: Sessions

    func list(_ call: Call<Caller, NoQuery, NoBody>) async throws -> Page<Session> {
        let (staff, pass) = try call.identity.inPerson()
        return Page(items: try await sessions.list(of: staff.id, seenBy: pass), nextCursor: nil)
    }

    func end(_ call: Call<Caller, NoQuery, NoBody>) async throws -> NoContent {
        try await sessions.end(call.path.text("id"), of: call.identity.inPerson().staff.id)
        return NoContent()
    }

    func attempts(_ call: Call<Caller, AttemptListQuery, NoBody>) async throws -> Page<SignInAttempt> {
        try await sessions.attempts(of: call.identity.inPerson().staff.id, call.query)
    }

    func attemptsOf(_ call: Call<Caller, AttemptListQuery, NoBody>) async throws -> Page<SignInAttempt> {
        let caller = call.identity
        return try await sessions.attempts(
            of: call.path.id("id"),
            in: caller.workspace,
            scope: caller.branch,
            call.query
        )
    }
}
