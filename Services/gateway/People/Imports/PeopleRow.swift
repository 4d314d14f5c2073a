import CSV
import Contracts

/// A row of people that can come in bulk, as JSON or as CSV.
protocol PeopleRow: Codable, Sendable {
    /// - Throws: the field that is missing or wrong.
    init(_ fields: PeopleFields) throws(FieldProblem)

    static func request(_ rows: [Self]) -> UpsertPeople

    /// `members`.
    static var kind: String { get }
    /// The columns that a CSV must have, each with its other names.
    static var requiredColumns: [[String]] { get }
}

extension Member: PeopleRow {
    static func request(_ rows: [Member]) -> UpsertPeople { UpsertPeople(members: rows) }

    static let kind = "members"
}

extension MemberPackage: PeopleRow {
    static func request(_ rows: [MemberPackage]) -> UpsertPeople { UpsertPeople(packages: rows) }

    static let kind = "packages"
}

extension Lead: PeopleRow {
    static func request(_ rows: [Lead]) -> UpsertPeople { UpsertPeople(leads: rows) }

    static let kind = "leads"
}
