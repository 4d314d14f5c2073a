import Contracts
import FoundationEssentials
import Runtime
import Store

extension Contacts {
    /// Makes one contact of several that turned out to be one person (ruling 1): what the others had moves to the one
    /// that stays, and is written down. Those that staff keep apart stay.
    /// - Returns: the one that stays before those that are kept apart from it: of members, else of leads, else of all the
    ///   oldest. Empty when there are none.
    func merge(
        _ owners: [ContactID],
        on occasion: Occasion,
        _ transaction: any Transaction
    ) throws -> [ContactID] {
        let ranked = try standing(owners, on: occasion, transaction).sorted { ($0.rank, $0.id) < ($1.rank, $1.id) }
        guard let winner = ranked.first else { return [] }
        let apart: [ContactID] = try transaction.rows(EnrichmentQuery.keptApart, occasion.workspace, winner.id)
            .map { try $0.get(0) }
        var kept = [winner.id]
        for loser in ranked.dropFirst() {
            if apart.contains(loser.id) {
                kept.append(loser.id)
            } else {
                try absorb(loser, into: winner, because: .identifiers, by: nil, on: occasion, transaction)
            }
        }
        return kept
    }

    /// What contacts are by now, each once: those that have become part of another meanwhile are that other, and what they
    /// were still known by goes after them. The rows are taken for this transaction, so that they stay what they are.
    func standing(
        _ ids: [ContactID],
        on occasion: Occasion,
        _ transaction: any Transaction
    ) throws -> [ContactRow] {
        let workspace = occasion.workspace
        var contacts: [ContactRow] = []
        for id in ids.sorted() {
            guard var contact = try toChange(id, workspace, transaction) else { continue }
            while let winner = contact.mergedInto, let next = try toChange(winner, workspace, transaction) {
                contact = next
            }
            if contact.id != id {
                try transaction.run(EnrichmentQuery.moveIdentifiers, workspace, id, contact.id)
            }
            if !contacts.contains(where: { $0.id == contact.id }) { contacts.append(contact) }
        }
        return contacts
    }

    /// - Parameter by: the name of the person who merges them.
    func absorb(
        _ loser: ContactRow,
        into winner: ContactRow,
        because reason: ContactMerge.Reason,
        by: String?,
        on occasion: Occasion,
        _ transaction: any Transaction
    ) throws {
        let workspace = occasion.workspace
        let moved = try move(loser, to: winner, in: workspace, transaction)
        let id = ContactMergeID(trusted: UUIDv7.make(at: occasion.now))
        let record: [any SQLBindable] = [
            workspace, id, loser.id, winner.id, reason, try moved.text(), by, occasion.now,
        ]
        try transaction.run(EnrichmentQuery.recordMerge, arguments: record)
        var loser = loser
        loser.version += 1
        loser.mergedInto = winner.id
        let end: [any SQLBindable] = [workspace, loser.id, winner.id, loser.version, by, occasion.now]
        try transaction.run(EnrichmentQuery.endContact, arguments: end)
        try tell(loser, [], on: occasion, transaction)
        let counter = metrics.merged
        transaction.afterCommit { counter.increment() }
    }

    /// Moves all that a contact has to another.
    private func move(
        _ loser: ContactRow,
        to winner: ContactRow,
        in workspace: WorkspaceID,
        _ transaction: any Transaction
    ) throws -> MovedRecords {
        func ids<Value: SQLReadable>(_ query: EnrichmentQuery) throws -> [Value] {
            try transaction.rows(query, workspace, loser.id, winner.id).map { try $0.get(0) }
        }
        var moved = MovedRecords(
            identifiers: try ContactIdentifier.all(of: loser.id, in: workspace, transaction),
            members: try ids(.moveMembers),
            leads: try ids(.moveLeads)
        )
        moved.contacts = try ids(.redirectContacts)
        moved.links = try transaction.rows(EnrichmentQuery.moveLinks, workspace, loser.id, winner.id).map { row in
            MovedRecords.Link(kind: try row.get(0), record: try row.get(1))
        }
        try transaction.run(EnrichmentQuery.moveIdentifiers, workspace, loser.id, winner.id)
        if winner.names.whatsApp == nil, let name = loser.names.whatsApp {
            moved.whatsAppName = name
            try transaction.run(EnrichmentQuery.renameContact, workspace, winner.id, name)
        }
        if winner.names.given == nil, let name = loser.names.given {
            moved.givenName = name
            try transaction.run(EnrichmentQuery.giveName, workspace, winner.id, name)
        }
        for row in try transaction.rows(EnrichmentQuery.keptApart, workspace, loser.id) {
            let other: ContactID = try row.get(0)
            guard other != winner.id else { continue }
            try transaction.run(EnrichmentQuery.keepApart, workspace, winner.id, other)
        }
        return moved
    }
}

/// What a merge moved, as the table keeps it.
struct MovedRecords: Codable, Hashable {
    struct Link: Codable, Hashable {
        var kind: LinkContact.Kind
        var record: String
    }

    var identifiers: [ContactIdentifier]
    var members: [String]
    var leads: [String]
    var links: [Link]?
    /// That were part of the one that went.
    var contacts: [ContactID]?
    /// What the one that stayed had no own of.
    var whatsAppName: String?
    var givenName: String?

    init(identifiers: [ContactIdentifier], members: [String], leads: [String]) {
        self.identifiers = identifiers
        self.members = members
        self.leads = leads
    }

    /// - Throws: `DecodingError`.
    init(_ text: String) throws {
        self = try JSONDecoder().decode(MovedRecords.self, from: Data(text.utf8))
    }

    /// - Throws: `EncodingError`.
    func text() throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(self), as: UTF8.self)
    }
}

extension ContactRow {
    /// Members before leads before others.
    fileprivate var rank: Int {
        switch standing.kind {
        case .member: 0
        case .lead: 1
        case .unknown: 2
        }
    }
}
