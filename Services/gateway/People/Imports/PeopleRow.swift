import CSV
import Contracts

/// A row of people that can come in bulk, as JSON or as CSV.
protocol PeopleRow: Codable, Sendable {
    /// - Throws: the field that is missing or wrong.
    init(_ row: CSVRow) throws(FieldProblem)

    static func request(_ rows: [Self]) -> UpsertPeople

    /// `members`.
    static var kind: String { get }
    /// The columns that a CSV must have, each with its other names.
    static var required: [[String]] { get }
}

extension FieldProblem: Error {}

extension CSVRow {
    /// - Throws: the first of the names, when the field is missing or empty.
    fileprivate func required(_ name: String, or other: String? = nil) throws(FieldProblem) -> String {
        if let value = self[name] ?? other.flatMap({ self[$0] }) { return value }
        throw FieldProblem(name, "is missing")
    }
}

extension Member: PeopleRow {
    init(_ row: CSVRow) throws(FieldProblem) {
        self.init(
            id: try row.required("id", or: "member_id"),
            name: try row.required("name"),
            phone: row["phone", "phone_number", "mobile"],
            email: row["email"],
            dateOfBirth: row["dateofbirth", "date_of_birth", "dob"],
            gender: row["gender"],
            branch: row["branch"],
            registeredOn: row["registeredon", "registered_on", "registration_date"],
            trainer: row["trainer"]
        )
    }

    static func request(_ rows: [Member]) -> UpsertPeople { UpsertPeople(members: rows) }

    static let kind = "members"
    static let required = [["id", "member_id"], ["name"]]
}

extension MemberPackage: PeopleRow {
    init(_ row: CSVRow) throws(FieldProblem) {
        let sessions = row["remainingsessions", "remaining_sessions", "sessions"]
        self.init(
            id: try row.required("id", or: "package_id"),
            memberId: try row.required("memberid", or: "member_id"),
            name: try row.required("name", or: "package_name"),
            remainingSessions: sessions.flatMap(Int.init),
            expiresOn: row["expireson", "expires_on", "expiry_date"],
            trainer: row["trainer"]
        )
        guard sessions == nil || remainingSessions != nil else {
            throw FieldProblem("remainingSessions", "is not a whole number")
        }
    }

    static func request(_ rows: [MemberPackage]) -> UpsertPeople { UpsertPeople(packages: rows) }

    static let kind = "packages"
    static let required = [["id", "package_id"], ["memberid", "member_id"], ["name", "package_name"]]
}

extension Lead: PeopleRow {
    init(_ row: CSVRow) throws(FieldProblem) {
        var status = Lead.Status.new
        if let text = row["status"] {
            let folded = text.lowercased().filter { $0.isLetter }
            guard let known = Lead.Status.allCases.first(where: { $0.rawValue.lowercased() == folded }) else {
                throw FieldProblem("status", "is none of \(Lead.Status.allCases.map(\.label).joined(separator: ", "))")
            }
            status = known
        }
        self.init(
            id: try row.required("id", or: "lead_id"),
            name: try row.required("name"),
            phone: row["phone", "phone_number", "mobile"],
            email: row["email"],
            status: status,
            branch: row["branch"],
            memberId: row["memberid", "member_id"]
        )
    }

    static func request(_ rows: [Lead]) -> UpsertPeople { UpsertPeople(leads: rows) }

    static let kind = "leads"
    static let required = [["id", "lead_id"], ["name"]]
}
