import Contracts

/// What is said of one of the staff when they are made or changed.
struct StaffFields: Codable, Sendable {
    /// Matches without case. Of a person who works in other workspaces too, it is theirs to change.
    var email: String
    /// 1 to 100 characters.
    var name: String
    /// A role of the workspace.
    var role: RoleName
    /// 1 to 100 characters; absent for one who sees all branches.
    var branch: String?
    /// The version that the writer has seen; without it, what others wrote meanwhile is overwritten.
    var version: Int?

    /// With blanks around the texts dropped.
    /// - Throws: 422 `invalid`, naming every field at fault.
    func validated() throws(Problem) -> StaffFields {
        var fields = self
        fields.email = email.trimmed
        fields.name = name.trimmed
        fields.branch = branch?.trimmed
        var problems: [FieldProblem] = []
        if !EmailAddress.isPlausible(fields.email) { problems.append(FieldProblem("email", "is no e-mail address")) }
        problems += [FieldProblem](line: fields.name, "name")
        if let branch = fields.branch { problems += [FieldProblem](line: branch, "branch") }
        guard problems.isEmpty else { throw .invalid(problems) }
        return fields
    }
}

/// A new one of the staff.
struct NewStaff: Codable, Sendable {
    var email: String
    var name: String
    var role: RoleName
    /// Absent for one who sees all branches.
    var branch: String?
    /// 8 characters to 1,024 bytes, for one who is not known anywhere yet. Without one, a link to choose it is sent to them;
    /// also to one whom another workspace made and who has never used such a link, before which they do not sign in here.
    /// Everyone else who is known keeps theirs.
    var password: String?

    var fields: StaffFields { StaffFields(email: email, name: name, role: role, branch: branch, version: nil) }
}
