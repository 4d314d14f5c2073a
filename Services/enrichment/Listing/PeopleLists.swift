import Bus
import Contracts
import Store

/// Lists people, page by page in the order of a key.
struct PeopleLists: Sendable {
    /// Where numbers are typed without a country code, ISO 3166.
    let country: String

    /// The newest first: ids are UUIDv7, and `~` comes after all of them.
    func contacts(_ request: ListContacts, _ context: RequestContext, _ reader: any Reader) throws
        -> Page<ContactEntry>
    {
        try contacts(request, in: context.workspace, reader)
    }

    func contacts(_ request: ListContacts, in workspace: WorkspaceID, _ reader: any Reader) throws
        -> Page<ContactEntry>
    {
        let limit = try PageLimit(request.limit, upTo: 100)
        let patterns = try PeopleSearch(request.search, country: request.country ?? country).patterns
        let rows = try reader.rows(
            EnrichmentQuery.contacts,
            workspace,
            request.cursor ?? "~",
            limit.toRead,
            patterns[0],
            patterns[1],
            patterns[2],
            request.kind?.rawValue ?? "",
            request.scope ?? ""
        )
        let entries = try rows.map { row in
            let contact = try ContactRow(row)
            let identifiers = try ContactIdentifier.all(of: contact.id, in: workspace, reader)
            return ContactEntry(contact: contact.brief, identifiers: identifiers, version: contact.version)
        }
        return limit.page(entries) { $0.contact.id.text }
    }

    func members(_ request: ListMembers, _ context: RequestContext, _ reader: any Reader) throws -> Page<MemberEntry> {
        try members(request, in: context.workspace, reader)
    }

    func members(_ request: ListMembers, in workspace: WorkspaceID, _ reader: any Reader) throws -> Page<MemberEntry> {
        let limit = try PageLimit(request.limit, upTo: 100)
        let patterns = try PeopleSearch(request.search, country: request.country ?? country).patterns
        let rows = try reader.rows(
            EnrichmentQuery.members,
            workspace,
            request.cursor ?? "",
            limit.toRead,
            patterns[0],
            patterns[1],
            patterns[2],
            request.scope ?? ""
        )
        let entries = try rows.map { MemberEntry(member: try Member($0), contactId: try $0.get("contact_id")) }
        return limit.page(entries) { $0.member.id }
    }

    func leads(_ request: ListLeads, _ context: RequestContext, _ reader: any Reader) throws -> Page<LeadEntry> {
        try leads(request, in: context.workspace, reader)
    }

    func leads(_ request: ListLeads, in workspace: WorkspaceID, _ reader: any Reader) throws -> Page<LeadEntry> {
        let limit = try PageLimit(request.limit, upTo: 100)
        let patterns = try PeopleSearch(request.search, country: request.country ?? country).patterns
        let rows = try reader.rows(
            EnrichmentQuery.leads,
            workspace,
            request.cursor ?? "",
            limit.toRead,
            patterns[0],
            patterns[1],
            patterns[2],
            request.status?.rawValue ?? "",
            request.scope ?? ""
        )
        let entries = try rows.map { LeadEntry(lead: try Lead($0), contactId: try $0.get("contact_id")) }
        return limit.page(entries) { $0.lead.id }
    }
}
