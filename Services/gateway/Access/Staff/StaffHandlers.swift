import Contracts
import HTTPServer

/// The people who work in the workspace.
struct StaffHandlers: Sendable {
    let book: StaffBook
    let mail: PasswordMail

    func list(_ call: Call<Caller, StaffListQuery, NoBody>) async throws -> Page<Staff> {
        try await book.list(call.query, in: call.identity.workspace, scope: call.identity.branch)
    }

    /// Whom one can assign to: what everybody who sees chats may know of their colleagues, those of other branches
    /// included, as they work on the same conversations.
    func directory(_ call: Call<Caller, StaffDirectoryQuery, NoBody>) async throws -> Page<StaffEntry> {
        let query = StaffListQuery(
            search: call.query.search,
            status: .active,
            limit: call.query.limit ?? 500,
            cursor: call.query.cursor
        )
        let page = try await book.list(query, in: call.identity.workspace, scope: nil)
        return Page(items: page.items.map(StaffEntry.init), nextCursor: page.nextCursor)
    }

    /// Who cannot sign in here before choosing a password is sent a link to do it.
    func create(_ call: Call<Caller, NoQuery, NewStaff>) async throws -> Staff {
        let staff = try await book.add(call.body, by: call.identity)
        if try await book.isWaitingForLink(staff.id) { mail.want(staff.email) }
        return staff
    }

    func show(_ call: Call<Caller, NoQuery, NoBody>) async throws -> StaffMember {
        try await book.member(call.path.id("id"), in: call.identity.workspace, scope: call.identity.branch)
    }

    func update(_ call: Call<Caller, NoQuery, StaffFields>) async throws -> Staff {
        try await book.update(call.path.id("id"), call.body, by: call.identity)
    }

    func deactivate(_ call: Call<Caller, NoQuery, NoBody>) async throws -> Staff {
        try await book.setStatus(call.path.id("id"), .inactive, by: call.identity)
    }

    func activate(_ call: Call<Caller, NoQuery, NoBody>) async throws -> Staff {
        try await book.setStatus(call.path.id("id"), .active, by: call.identity)
    }

    func setPermissions(_ call: Call<Caller, NoQuery, ExceptionsBody>) async throws -> StaffMember {
        try await book.setExceptions(call.path.id("id"), call.body.exceptions(), by: call.identity)
    }
}

struct StaffDirectoryQuery: Codable, Sendable {
    /// A part of a name or an address.
    var search: String?
    /// 1 to 500; 500 when absent.
    var limit: Int?
    var cursor: String?
}

/// All of a person's exceptions from the role: those that are not here are no more.
struct ExceptionsBody: Codable, Sendable {
    /// Beyond the role: module → actions.
    var allow: [String: [PermissionAction]]?
    /// Although the role may: module → actions.
    var deny: [String: [PermissionAction]]?

    /// - Throws: 422 `invalid`.
    func exceptions() throws(Problem) -> PermissionExceptions {
        let exceptions = PermissionExceptions(
            allow: try Permissions(allow ?? [:], field: "allow"),
            deny: try Permissions(deny ?? [:], field: "deny")
        )
        guard exceptions.allow.isDisjoint(with: exceptions.deny) else {
            throw .invalid([FieldProblem("deny", "has what allow has too")])
        }
        return exceptions
    }
}
