import Contracts
import HTTPServer

/// Choosing another password.
struct PasswordHandlers: Sendable {
    let passwords: Passwords
    let mail: PasswordMail
    let visitors: VisitorBook

    func change(_ call: Call<Caller, NoQuery, PasswordChange>) async throws -> NoContent {
        let (staff, pass) = try call.identity.inPerson()
        guard call.body.oldPassword.utf8.count <= 1024 else {
            throw Problem.invalid([FieldProblem("oldPassword", "is too long")])
        }
        try await passwords.change(of: staff, keeping: pass, from: call.body.oldPassword, to: call.body.newPassword)
        return NoContent()
    }

    /// Answers the same whether or not someone is known by the address.
    func forgot(_ call: Call<Caller, NoQuery, ForgottenPassword>) async throws -> Accepted<LinkNotice> {
        guard call.body.email.utf8.count <= 320 else {
            throw Problem.invalid([FieldProblem("email", "is too long")])
        }
        let visitor = visitors.visitor(call.request)
        let isDue = try await passwords.countRequest(for: call.body.email, from: visitor)
        if isDue { mail.want(call.body.email, from: visitor) }
        return Accepted(LinkNotice(expiresInSeconds: Int(Passwords.lifetime / .seconds(1))))
    }

    func reset(_ call: Call<Caller, NoQuery, PasswordReset>) async throws -> NoContent {
        let visitor = visitors.visitor(call.request)
        try await passwords.reset(token: call.body.token, to: call.body.password, from: visitor)
        return NoContent()
    }
}

struct PasswordChange: Codable, Sendable {
    var oldPassword: String
    /// 8 characters to 1,024 bytes.
    var newPassword: String
}

struct ForgottenPassword: Codable, Sendable {
    var email: String
}

/// A link is on its way if someone is known by the address.
struct LinkNotice: Codable, Sendable {
    var expiresInSeconds: Int
}

struct PasswordReset: Codable, Sendable {
    /// What follows `#token=` in the link.
    var token: String
    /// 8 characters to 1,024 bytes.
    var password: String
}
