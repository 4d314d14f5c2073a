import Bus
import Contracts
import Store

/// Does what staff do to contacts by hand.
struct ContactDesk: Sendable {
    let contacts: Contacts
    let cards: ContactCards

    func link(_ request: LinkContact, on occasion: Occasion, _ transaction: any Transaction) throws -> ContactCard {
        let contact = try toChange(request.contact, request.change, on: occasion, transaction)
        let record = try request.record.map {
            try existing($0, request.kind, to: request.change.scope, on: occasion, transaction)
        }
        guard let record = try record ?? linked(request.kind, to: contact, on: occasion, transaction) else {
            return try card(of: contact.id, request.change, on: occasion, transaction)
        }
        let key: [any SQLBindable] = [occasion.workspace, contact.id, request.kind, record]
        let isLinked = request.record != nil
        if isLinked { try transaction.run(EnrichmentQuery.unlinkOthers, arguments: key) }
        try transaction.run(EnrichmentQuery.link, arguments: key + [isLinked, request.change.by, occasion.now])
        return try told(contact.id, request.change, on: occasion, transaction)
    }

    func name(_ request: NameContact, on occasion: Occasion, _ transaction: any Transaction) throws -> ContactCard {
        let name = request.givenName.trimmed
        guard name.count <= 200, !name.unicodeScalars.contains("\0") else {
            throw Problem.invalid([FieldProblem("name", "must be text of at most 200 characters")])
        }
        let contact = try toChange(request.contact, request.change, on: occasion, transaction)
        let given = name.isEmpty ? nil : name
        guard given != contact.names.given else {
            return try card(of: contact.id, request.change, on: occasion, transaction)
        }
        try transaction.run(EnrichmentQuery.giveName, occasion.workspace, contact.id, given)
        return try told(contact.id, request.change, on: occasion, transaction)
    }

    func merge(_ request: MergeContacts, on occasion: Occasion, _ transaction: any Transaction) throws -> ContactCard {
        guard request.contact != request.into else {
            throw Problem.invalid([FieldProblem("into", "is the same contact")])
        }
        // In one order, so that two who merge the same contacts do not wait for each other.
        for id in [request.contact, request.into].sorted() {
            _ = try contacts.toChange(id, occasion.workspace, transaction)
        }
        var other = request.change
        other.version = nil
        let loser = try toChange(request.contact, request.change, on: occasion, transaction)
        let winner = try toChange(request.into, other, on: occasion, transaction)
        try transaction.run(EnrichmentQuery.letTogether, occasion.workspace, loser.id, winner.id)
        let by = request.change.by
        try contacts.absorb(loser, into: winner, because: .hand, by: by, on: occasion, transaction)
        return try told(winner.id, request.change, on: occasion, transaction)
    }

    func undo(_ request: UndoMerge, on occasion: Occasion, _ transaction: any Transaction) throws -> ContactMerge {
        let merge = try merge(request.merge, on: occasion, transaction)
        let by = request.change.by
        let isFirst =
            try transaction.run(EnrichmentQuery.undoMerge, occasion.workspace, request.merge, by, occasion.now) == 1
        guard isFirst else { throw try self.merge(request.merge, on: occasion, transaction).conflict }
        _ = try visible(merge.record.into, to: request.change.scope, on: occasion, transaction)
        try contacts.undo(merge, by: by, on: occasion, transaction)
        return try self.merge(request.merge, on: occasion, transaction).record
    }

    func merges(_ request: ListMerges, on occasion: Occasion, _ reader: any Reader) throws -> Page<ContactMerge> {
        let limit = try PageLimit(request.limit, upTo: 100)
        _ = try visible(request.contact, to: request.scope, on: occasion, reader)
        let cursor = request.cursor ?? "~"
        let rows = try reader.rows(
            EnrichmentQuery.mergesOfContact,
            occasion.workspace,
            request.contact,
            cursor,
            limit.toRead
        )
        return limit.page(try rows.map { try MergeRow($0).record }) { $0.id.text }
    }

    private func merge(_ id: ContactMergeID, on occasion: Occasion, _ reader: any Reader) throws -> MergeRow {
        guard let row = try reader.first(EnrichmentQuery.merge, occasion.workspace, id) else {
            throw Problem.notFound("merge")
        }
        return try MergeRow(row)
    }

    /// - Throws: 404, also for a contact of a branch that the asker does not see.
    private func visible(_ id: ContactID, to scope: String?, on occasion: Occasion, _ reader: any Reader) throws
        -> ContactRow
    {
        let row = try reader.first(EnrichmentQuery.contact, occasion.workspace, id)
        guard let contact = try row.map({ try ContactRow($0) }), contact.isVisible(to: scope) else {
            throw Problem.notFound("contact")
        }
        return contact
    }

    /// Takes a contact for this transaction.
    /// - Throws: 404; 409 `conflict` when it has changed since, or is part of another.
    private func toChange(
        _ id: ContactID,
        _ change: ContactChange,
        on occasion: Occasion,
        _ transaction: any Transaction
    ) throws -> ContactRow {
        guard let contact = try contacts.toChange(id, occasion.workspace, transaction),
            contact.isVisible(to: change.scope)
        else { throw Problem.notFound("contact") }
        let isSeen = change.version == nil || change.version == contact.version
        guard isSeen, contact.mergedInto == nil else { throw contact.conflict }
        return contact
    }

    /// - Throws: 404, also for a record of a branch that the asker does not see: what is linked is shown.
    private func existing(
        _ record: String,
        _ kind: LinkContact.Kind,
        to scope: String?,
        on occasion: Occasion,
        _ reader: any Reader
    ) throws -> String {
        let query: EnrichmentQuery =
            switch kind {
            case .member: .member
            case .lead: .lead
            }
        let row = try reader.first(query, occasion.workspace, record)
        guard let row, try isVisible(row, to: scope) else { throw Problem.notFound(kind.rawValue) }
        // A lead brings the member that it became.
        let member = kind == .lead ? try Lead(row).memberId : nil
        let brought = try member.flatMap { try reader.first(EnrichmentQuery.member, occasion.workspace, $0) }
        guard try brought.map({ try isVisible($0, to: scope) }) ?? true else { throw Problem.notFound(kind.rawValue) }
        return record
    }

    /// - Parameter row: of ``EnrichmentQuery/member`` or ``EnrichmentQuery/lead``.
    private func isVisible(_ row: Row, to scope: String?) throws -> Bool {
        let branch: String? = try row.get("branch")
        return scope == nil || branch == nil || branch == scope
    }

    /// What the contact shows now.
    private func linked(
        _ kind: LinkContact.Kind,
        to contact: ContactRow,
        on occasion: Occasion,
        _ reader: any Reader
    ) throws -> String? {
        let person = try Person(contact: contact.id, in: occasion.workspace, on: occasion.today, reader)
        return switch kind {
        case .member: person.member?.id
        case .lead: person.lead?.id
        }
    }

    private func told(
        _ id: ContactID,
        _ change: ContactChange,
        on occasion: Occasion,
        _ transaction: any Transaction
    ) throws -> ContactCard {
        try contacts.refresh(id, on: occasion, transaction, isNew: true, by: change.by)
        return try card(of: id, change, on: occasion, transaction)
    }

    /// The change may have put the contact out of the sight of whoever made it: then they see what they knew before.
    private func card(
        of id: ContactID,
        _ change: ContactChange,
        on occasion: Occasion,
        _ reader: any Reader
    ) throws -> ContactCard {
        let card = try cards.show(LookUpContact(contact: id), on: occasion, reader)
        guard let scope = change.scope, let branch = card.contact?.branch, branch != scope else { return card }
        return ContactCard(
            contact: nil,
            phoneNumber: card.phoneNumber,
            identifiers: card.identifiers,
            member: nil,
            packages: [],
            lead: nil
        )
    }
}
