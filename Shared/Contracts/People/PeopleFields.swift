extension FieldProblem: Error {}

/// The fields of a row as texts, by any of several names; nil for one that is missing or empty.
package typealias PeopleFields = ([String]) -> String?

extension Member {
    /// Reads a member from a row of a table, whatever its columns are called.
    /// - Throws: the field that is missing or wrong.
    package init(_ fields: PeopleFields) throws(FieldProblem) {
        self.init(
            id: try required(fields, "id", "member_id"),
            name: try required(fields, "name", "full_name", "member_name"),
            phone: fields(["phone", "phone_number", "mobile"]),
            email: fields(["email"]),
            dateOfBirth: fields(["dateofbirth", "date_of_birth", "dob"]),
            gender: fields(["gender"]),
            branch: fields(["branch", "branch_name"]),
            registeredOn: fields(["registeredon", "registered_on", "registration_date"]),
            trainer: fields(["trainer", "trainer_name"])
        )
    }

    /// The columns that a table must have, each with its other names.
    package static let requiredColumns = [["id", "member_id"], ["name", "full_name", "member_name"]]
}

extension MemberPackage {
    /// Reads a package from a row of a table, whatever its columns are called.
    /// - Throws: the field that is missing or wrong.
    package init(_ fields: PeopleFields) throws(FieldProblem) {
        let sessions = fields(["remainingsessions", "remaining_sessions", "sessions_remaining", "sessions"])
        self.init(
            id: try required(fields, "id", "package_id"),
            memberId: try required(fields, "memberid", "member_id"),
            name: try required(fields, "name", "package_name"),
            remainingSessions: sessions.flatMap(Int.init),
            expiresOn: fields(["expireson", "expires_on", "expiry_date", "end_date"]),
            trainer: fields(["trainer", "trainer_name"])
        )
        guard sessions == nil || remainingSessions != nil else {
            throw FieldProblem("remainingSessions", "is not a whole number")
        }
    }

    /// The columns that a table must have, each with its other names.
    package static let requiredColumns = [["id", "package_id"], ["memberid", "member_id"], ["name", "package_name"]]
}

extension Lead {
    /// Reads a lead from a row of a table, whatever its columns are called.
    /// - Throws: the field that is missing or wrong.
    package init(_ fields: PeopleFields) throws(FieldProblem) {
        var status = Lead.Status.new
        if let text = fields(["status"]) {
            let folded = text.lowercased().filter { $0.isLetter }
            guard let known = Lead.Status.allCases.first(where: { $0.rawValue.lowercased() == folded }) else {
                throw FieldProblem("status", "is none of \(Lead.Status.allCases.map(\.label).joined(separator: ", "))")
            }
            status = known
        }
        self.init(
            id: try required(fields, "id", "lead_id"),
            name: try required(fields, "name", "full_name", "lead_name"),
            phone: fields(["phone", "phone_number", "mobile"]),
            email: fields(["email"]),
            status: status,
            branch: fields(["branch", "branch_name"]),
            memberId: fields(["memberid", "member_id"])
        )
    }

    /// The columns that a table must have, each with its other names.
    package static let requiredColumns = [["id", "lead_id"], ["name", "full_name", "lead_name"]]
}

/// - Throws: the first of the names, when the field is missing or empty.
private func required(_ fields: PeopleFields, _ names: String...) throws(FieldProblem) -> String {
    if let value = fields(names) { return value }
    throw FieldProblem(names[0], "is missing")
}
