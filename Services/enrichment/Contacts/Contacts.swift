import Bus
import Contracts
import Runtime
import Store

/// The contacts of all workspaces: who is known by what, and what others were told of them.
///
/// Everything may run again after its transaction came to nothing, and on PostgreSQL beside other instances.
struct Contacts: Sendable {
    let outbox: Outbox
    let metrics: EnrichmentMetrics

    /// The contact that these traces lead to, made when there is none. Identifiers that are new are added to it, and
    /// several contacts become one. Nothing is written when all is known; else the caller refreshes the contact.
    /// - Parameter name: what the person calls themselves, if they just said so.
    /// - Throws: ``NoTraces`` when there are none.
    func find(
        _ traces: Traces,
        name: String? = nil,
        on occasion: Occasion,
        _ transaction: any Transaction
    ) throws -> FoundContact {
        let known = try traces.known(in: occasion.workspace, transaction)
        let missing = traces.identifiers.filter { !known.identifiers.contains($0) }
        var owners = known.owners
        for identifier in missing { try claim(identifier, for: &owners, on: occasion, transaction) }
        guard let id = try merge(owners, on: occasion, transaction) else { throw NoTraces() }
        let isNamed = name != nil && name != known.whatsAppName
        if isNamed { try transaction.run(EnrichmentQuery.renameContact, occasion.workspace, id, name) }
        return FoundContact(id: id, isNew: !missing.isEmpty || owners.count > 1, isNamed: isNamed)
    }

    /// Looks again at what a contact is, and tells others when that has changed.
    /// - Parameter isNew: whether to tell in any case, since its identifiers have changed.
    func refresh(
        _ id: ContactID,
        on occasion: Occasion,
        _ transaction: any Transaction,
        isNew: Bool = false
    ) throws {
        guard var contact = try toChange(id, occasion.workspace, transaction) else { return }
        if let winner = contact.mergedInto { return try refresh(winner, on: occasion, transaction, isNew: isNew) }
        let today = occasion.today
        let person = try Person(contact: id, in: occasion.workspace, on: today, transaction)
        let before = contact
        contact.standing = Standing(of: person, whatsAppName: contact.whatsAppName, on: today)
        let isTold = isNew || contact.brief != before.brief
        guard isTold || contact.standing != before.standing else { return }
        if isTold { contact.version += 1 }
        try transaction.run(EnrichmentQuery.changeContact, arguments: contact.changes(in: occasion.workspace))
        if isTold { try tell(contact, on: occasion, transaction) }
    }

    func tell(_ contact: ContactRow, on occasion: Occasion, _ transaction: any Transaction) throws {
        let identifiers = try ContactIdentifier.all(of: contact.id, in: occasion.workspace, transaction)
        let event = ContactChanged(
            contact: contact.brief,
            identifiers: identifiers,
            version: contact.version,
            mergedInto: contact.mergedInto
        )
        try outbox.emit(event, workspace: occasion.workspace, in: transaction)
        let counter = metrics.changed
        transaction.afterCommit { counter.increment() }
    }

    /// On PostgreSQL the row is locked to the end of the transaction.
    func toChange(_ id: ContactID, _ workspace: WorkspaceID, _ transaction: any Transaction) throws -> ContactRow? {
        try transaction.first(EnrichmentQuery.contactToChange, workspace, id).map { try ContactRow($0) }
    }

    /// Gives an identifier to the first owner, or to a new contact. Another instance may have been quicker: then its
    /// contact is one of the owners, too.
    private func claim(
        _ identifier: ContactIdentifier,
        for owners: inout [ContactID],
        on occasion: Occasion,
        _ transaction: any Transaction
    ) throws {
        let owner = owners.first ?? ContactID(trusted: UUIDv7.make(at: occasion.now))
        let key = (occasion.workspace, identifier.kind, identifier.value)
        if try transaction.run(EnrichmentQuery.claimIdentifier, key.0, key.1, key.2, owner) == 1 {
            guard owners.isEmpty else { return }
            try transaction.run(EnrichmentQuery.addContact, occasion.workspace, owner, String?.none, occasion.now)
            owners = [owner]
        } else if let row = try transaction.first(EnrichmentQuery.identifierOwner, key.0, key.1, key.2) {
            let other: ContactID = try row.get("contact_id")
            if !owners.contains(other) { owners.append(other) }
        }
    }
}

/// A contact that traces led to.
struct FoundContact {
    let id: ContactID
    /// Its identifiers have changed: others must be told.
    let isNew: Bool
    /// It calls itself something else now.
    let isNamed: Bool
}

/// A person without any identifier was asked for.
struct NoTraces: Error {}
