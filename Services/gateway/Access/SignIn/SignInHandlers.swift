import Contracts
import HTTPServer

/// Signing in and out.
struct SignInHandlers: Sendable {
    let signIns: SignIns

    func signIn(_ call: Call<Caller, NoQuery, Credentials>) async throws -> Reply<SignedIn> {
        let credentials = call.body
        guard credentials.password.utf8.count <= 1024, credentials.email.utf8.count <= 320 else {
            throw Problem.invalid([FieldProblem("password", "is too long")])
        }
        let signedIn = try await signIns.signIn(email: credentials.email, password: credentials.password)
        return Reply(signedIn, headers: [SessionCookie.setting(signedIn.token)])
    }

    func signOut(_ call: Call<Caller, NoQuery, NoBody>) async throws -> NoContent {
        if let token = SignInToken.read(from: call.request) { try await signIns.signOut(token: token) }
        return NoContent(headers: [SessionCookie.clearing])
    }

    func me(_ call: Call<Caller, NoQuery, NoBody>) async throws -> Me {
        guard let staff = call.identity.staff else { throw Problem.notFound("staff member") }
        return Me(staff: staff, permissions: call.identity.permissions.listed)
    }
}

/// What one signs in with.
struct Credentials: Codable, Sendable {
    var email: String
    var password: String
}

/// Who is signed in.
struct Me: Codable, Sendable {
    var staff: Staff
    /// Module → actions.
    var permissions: [String: [PermissionAction]]
}
