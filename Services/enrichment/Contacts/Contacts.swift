import Bus
import Contracts
import Phone
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
        let isKnown = missing.isEmpty && owners.count == 1
        let merged = isKnown ? owners : try merge(owners, on: occasion, transaction)
        guard let id = merged.first else { throw NoTraces() }
        // Of contacts that are kept apart nobody knows which one has said so.
        let isNamed = name != nil && name != known.whatsAppName && merged.count == 1
        if isNamed { try transaction.run(EnrichmentQuery.renameContact, occasion.workspace, id, name) }
        let isNew = !missing.isEmpty || merged.count < owners.count
        if isNew, let lid = traces.lid {
            if let phone = traces.phone {
                try pair(lid, with: phone, on: occasion, transaction)
            } else {
                try transaction.run(EnrichmentQuery.awaitLid, occasion.workspace, lid, occasion.now)
            }
        }
        return FoundContact(id: id, isNew: isNew, isNamed: isNamed)
    }

    /// The phone behind a hidden id is known, whoever told it. It is told to who keeps threads: the person may have one
    /// on another channel, which knows the hidden id alone.
    func pair(
        _ lid: String,
        with phone: PhoneNumber,
        on occasion: Occasion,
        _ transaction: any Transaction
    ) throws {
        try transaction.run(EnrichmentQuery.forgetLid, occasion.workspace, lid)
        let event = LIDResolved(pair: LIDPair(lid: try ChatID(lid), phoneNumber: phone.e164))
        try outbox.emit(event, workspace: occasion.workspace, in: transaction)
    }

    /// Looks again at what a contact is, and tells others when that has changed.
    /// - Parameters:
    ///   - isNew: it is told in any case: its identifiers have changed, or a person has changed it.
    ///   - by: who has.
    func refresh(
        _ id: ContactID,
        on occasion: Occasion,
        _ transaction: any Transaction,
        isNew: Bool = false,
        by: String? = nil
    ) throws {
        guard var contact = try toChange(id, occasion.workspace, transaction) else { return }
        if let winner = contact.mergedInto {
            return try refresh(winner, on: occasion, transaction, isNew: isNew, by: by)
        }
        let today = occasion.today
        let person = try Person(contact: id, in: occasion.workspace, on: today, transaction)
        let held = try HeldIdentifier.all(of: id, in: occasion.workspace, transaction)
        let before = contact
        contact.standing = Standing(of: person, names: contact.names, on: today)
        contact.search = PeopleSearch.text(
            Array(Set([contact.standing.name, contact.names.given, contact.names.whatsApp].compactMap(\.self)))
                .sorted(),
            numbers: held.compactMap(\.identifier.digits)
        )
        let isTold = isNew || contact.brief != before.brief
        guard isTold || contact.standing != before.standing || contact.search != before.search else { return }
        if isTold {
            contact.version += 1
            contact.changedBy = by
            contact.changedAt = occasion.now
        }
        try transaction.run(EnrichmentQuery.changeContact, arguments: contact.changes(in: occasion.workspace))
        if isTold { try tell(contact, held, on: occasion, transaction) }
    }

    func tell(
        _ contact: ContactRow,
        _ held: [HeldIdentifier],
        on occasion: Occasion,
        _ transaction: any Transaction
    ) throws {
        var event = ContactChanged(
            contact: contact.brief,
            identifiers: held.map(\.identifier),
            version: contact.version,
            mergedInto: contact.mergedInto
        )
        event.identifierMoves = held.map(\.moves)
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
            try transaction.run(EnrichmentQuery.addContact, occasion.workspace, owner, occasion.now)
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
