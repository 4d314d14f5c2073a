import Contracts
import Store

/// Changes leads by hand.
struct LeadDesk: Sendable {
    let contacts: Contacts

    /// - Throws: 404; 409 `conflict` when the lead has changed since the version.
    func setStatus(
        _ request: SetLeadStatus,
        on occasion: Occasion,
        _ transaction: any Transaction
    ) throws -> LeadEntry {
        let workspace = occasion.workspace
        let before = try lead(request, on: occasion, transaction)
        let values: [any SQLBindable] = [
            workspace, request.lead, request.version, request.status, request.by, occasion.now,
        ]
        guard try transaction.run(EnrichmentQuery.setLeadStatus, arguments: values) == 1 else {
            throw try Self.conflict(before)
        }
        for row in try transaction.rows(EnrichmentQuery.contactsOfLead, workspace, request.lead) {
            try contacts.refresh(try row.get("contact_id"), on: occasion, transaction)
        }
        let after = try lead(request, on: occasion, transaction)
        return LeadEntry(lead: try Lead(after), contactId: try after.get("contact_id"))
    }

    private func lead(_ request: SetLeadStatus, on occasion: Occasion, _ reader: any Reader) throws -> Row {
        guard let row = try reader.first(EnrichmentQuery.lead, occasion.workspace, request.lead) else {
            throw Problem.notFound("lead")
        }
        let branch: String? = try row.get("branch")
        guard request.scope == nil || branch == nil || branch == request.scope else { throw Problem.notFound("lead") }
        return row
    }

    private static func conflict(_ row: Row) throws -> Problem {
        let lead = try Lead(row)
        let changedAt: Timestamp = try row.get("updated_at")
        let by: String? = try row.get("status_by")
        var problem = Problem(
            409,
            "conflict",
            "The lead was changed at \(changedAt.text); it is \(lead.status.label) and at version "
                + "\(lead.version ?? 0) now. Look at it again."
        )
        problem.changedBy = by
        problem.changedAt = changedAt
        return problem
    }
}
