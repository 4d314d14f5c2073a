import Contracts
import Store

/// What a conversation keeps of its contact in its own row, so that the list is filtered without looking elsewhere.
struct ContactStanding: Hashable, Sendable {
    /// Empty for none.
    let branch: String
    let badge: Badge.Status
    /// As the lead's badge has it, `No Reply`; empty for who is no lead.
    let leadStatus: String

    /// Nobody yet.
    static let unknown = ContactStanding(branch: "", badge: .notAMember, leadStatus: "")

    private init(branch: String, badge: Badge.Status, leadStatus: String) {
        self.branch = branch
        self.badge = badge
        self.leadStatus = leadStatus
    }

    init(_ contact: ContactBrief) {
        self.init(
            branch: contact.branch ?? "",
            badge: contact.badge.status,
            leadStatus: contact.leadStatus ?? (contact.badge.status == .lead ? contact.badge.label : "")
        )
    }

    /// The values of the columns `branch`, `badge` and `lead_status`.
    var columns: [any SQLBindable] { [branch, badge, leadStatus] }

    /// Writes it into all conversations with an identifier.
    func set(on identifier: String, _ turn: Turn) throws {
        var facets = Facets()
        write(to: &facets)
        let values: [any SQLBindable] = [turn.workspace, identifier] + columns + [facets.rest, facets.bits]
        try turn.transaction.run(PeopleQuery.setStanding, arguments: values)
    }

    /// What filters see of it.
    func write(to facets: inout Facets) {
        facets.set(.branch, branch)
        facets.set(.badge, badge.rawValue)
        facets.set(.lead, leadStatus)
    }

    /// - Returns: of the contact's copy; ``unknown`` when there is none yet.
    static func read(_ id: ContactID, _ workspace: WorkspaceID, in reader: any Reader) throws -> ContactStanding {
        try ContactBrief.read(id, workspace, in: reader).map(ContactStanding.init) ?? .unknown
    }
}

extension ContactBrief {
    /// The copy of a contact.
    static func read(_ id: ContactID, _ workspace: WorkspaceID, in reader: any Reader) throws -> ContactBrief? {
        guard let row = try reader.first(PeopleQuery.contact, workspace, id) else { return nil }
        var contact = ContactBrief(
            id: id,
            name: try row.get(0),
            kind: try row.get(1),
            badge: Badge(status: try row.get(2), label: try row.get(3)),
            branch: try row.get(4)
        )
        contact.leadStatus = try row.get(5)
        return contact
    }
}
