import Contracts
import Store

extension Contacts {
    /// Gives back what a merge moved, as far as it still is where the merge, or a later one, has brought it. What came
    /// since stays with the one that stayed. The two are kept apart from now on.
    func undo(
        _ merge: MergeRow,
        by: String?,
        on occasion: Occasion,
        _ transaction: any Transaction
    ) throws {
        let workspace = occasion.workspace
        let loser = merge.record.contact
        guard let holder = try holder(of: loser, merge, in: workspace, transaction) else { return }
        let moved = merge.moved
        for identifier in moved.identifiers {
            let key: [any SQLBindable] = [workspace, identifier.kind, identifier.value, holder.id, loser]
            try transaction.run(EnrichmentQuery.returnIdentifier, arguments: key)
        }
        for member in moved.members {
            try transaction.run(EnrichmentQuery.returnMember, workspace, member, holder.id, loser)
        }
        for lead in moved.leads { try transaction.run(EnrichmentQuery.returnLead, workspace, lead, holder.id, loser) }
        for link in moved.links ?? [] {
            let key: [any SQLBindable] = [workspace, link.kind, link.record, holder.id, loser]
            try transaction.run(EnrichmentQuery.returnLink, arguments: key)
        }
        for contact in moved.contacts ?? [] {
            try transaction.run(EnrichmentQuery.returnContact, workspace, contact, holder.id, loser)
        }
        if let name = moved.whatsAppName, name == holder.names.whatsApp {
            try transaction.run(EnrichmentQuery.renameContact, workspace, holder.id, String?.none)
        }
        if let name = moved.givenName, name == holder.names.given {
            try transaction.run(EnrichmentQuery.giveName, workspace, holder.id, String?.none)
        }
        try transaction.run(EnrichmentQuery.reviveContact, workspace, loser)
        try transaction.run(EnrichmentQuery.keepApart, workspace, loser, holder.id)
        try refresh(loser, on: occasion, transaction, isNew: true, by: by)
        try refresh(holder.id, on: occasion, transaction, isNew: true, by: by)
    }

    /// The contact that has by now what the merge moved. Both rows are taken for this transaction, in one order.
    private func holder(
        of loser: ContactID,
        _ merge: MergeRow,
        in workspace: WorkspaceID,
        _ transaction: any Transaction
    ) throws -> ContactRow? {
        let row = try transaction.first(EnrichmentQuery.contact, workspace, loser)
        guard let holder = try row.map({ try ContactRow($0) })?.mergedInto else { return nil }
        let rows = try [loser, holder].sorted().compactMap { try toChange($0, workspace, transaction) }
        guard rows.first(where: { $0.id == loser })?.mergedInto == holder else { throw merge.conflict }
        return rows.first { $0.id == holder }
    }
}

/// A merge as the table has it.
struct MergeRow {
    let record: ContactMerge
    let moved: MovedRecords

    /// - Parameter row: of ``EnrichmentQuery/merge``.
    init(_ row: Row) throws {
        moved = try MovedRecords(row.get("moved", as: String.self))
        var record = ContactMerge(
            id: try row.get("id"),
            contact: try row.get("loser"),
            into: try row.get("winner"),
            reason: try row.get("reason"),
            identifiers: moved.identifiers,
            mergedAt: try row.get("merged_at")
        )
        record.mergedBy = try row.get("merged_by")
        record.undoneAt = try row.get("undone_at")
        record.undoneBy = try row.get("undone_by")
        self.record = record
    }

    /// It has been undone, or what it made has just been changed.
    var conflict: Problem {
        let what = record.undoneAt.map { "was undone by \(record.undoneBy ?? "somebody") at \($0.text)" }
        var problem = Problem(
            409,
            "conflict",
            "The merge \(what ?? "has just been changed by somebody else"). Look at the contact's merges again."
        )
        problem.changedBy = record.undoneBy
        problem.changedAt = record.undoneAt
        return problem
    }
}
