/// Who is this? By chat address, by phone as typed, or by contact id; the first that is set counts.
package struct LookUpContact: Request {
    package typealias Reply = ContactCard
    package static let name = "contacts.look-up"
    package static let service = ServiceName.enrichment
    package var laneKey: String? { nil }

    package var contact: ContactID?
    package var chat: ChatID?
    package var phone: String?
    /// The branch that the asker is limited to; nil for all.
    package var scope: String?
    /// Where numbers are typed without a country code, ISO 3166; what the service is set to when it is nil.
    package var country: String?

    package init(contact: ContactID? = nil, chat: ChatID? = nil, phone: String? = nil, scope: String? = nil) {
        self.contact = contact
        self.chat = chat
        self.phone = phone
        self.scope = scope
    }
}

/// Makes or updates people by their ids in the workspace's own system. Up to 500 rows of all kinds in one request.
///
/// A row that is wrong is reported and the others are taken. Repeating a request changes nothing.
package struct UpsertPeople: Request {
    package typealias Reply = UpsertReport
    package static let name = "people.upsert"
    package static let service = ServiceName.enrichment
    package var laneKey: String? { "people" }

    package var members: [Member]
    package var packages: [MemberPackage]
    package var leads: [Lead]
    /// True reports what would be done and changes nothing.
    package var dryRun: Bool?
    /// Where numbers are typed without a country code, ISO 3166; what the service is set to when it is nil.
    package var country: String?

    package init(members: [Member] = [], packages: [MemberPackage] = [], leads: [Lead] = []) {
        self.members = members
        self.packages = packages
        self.leads = leads
    }
}

/// What an upsert did, in rows.
package struct UpsertReport: Codable, Hashable, Sendable {
    package struct RowProblem: Codable, Hashable, Sendable {
        /// Counted from 1 over the whole upload, the header of a CSV not counted.
        package var row: Int
        package var field: String
        package var message: String

        package init(row: Int, field: String, message: String) {
            self.row = row
            self.field = field
            self.message = message
        }
    }

    package var created: Int
    package var updated: Int
    package var unchanged: Int
    /// The first 1,000.
    package var problems: [RowProblem]

    package init(created: Int = 0, updated: Int = 0, unchanged: Int = 0, problems: [RowProblem] = []) {
        self.created = created
        self.updated = updated
        self.unchanged = unchanged
        self.problems = problems
    }
}
