import Contracts
import HTTPServer

/// The roles of the workspace.
struct RoleHandlers: Sendable {
    let book: StaffBook

    func list(_ call: Call<Caller, NoQuery, NoBody>) async throws -> Page<Role> {
        Page(items: try await book.roles(in: call.identity.workspace), nextCursor: nil)
    }

    func put(_ call: Call<Caller, NoQuery, RoleBody>) async throws -> Role {
        let role: RoleName = try call.path.id("role")
        let problems = [FieldProblem](line: role.text, "role")
        guard problems.isEmpty, role.text == role.text.trimmed else {
            throw Problem.invalid([FieldProblem("role", "must be one line of 1 to 100 characters, no blanks around")])
        }
        let permissions = try Permissions(call.body.permissions, field: "permissions")
        return try await book.putRole(role, permissions, by: call.identity)
    }

    func delete(_ call: Call<Caller, NoQuery, NoBody>) async throws -> NoContent {
        try await book.deleteRole(call.path.id("role"), by: call.identity)
        return NoContent()
    }
}

/// What a role may do from now on.
struct RoleBody: Codable, Sendable {
    /// Module → actions, all of them: what is not listed is not allowed.
    var permissions: [String: [PermissionAction]]
}
