import Contracts
import FoundationEssentials
import Runtime
import Store

extension Contacts {
    /// Makes one contact of several that turned out to be one person (ruling 1): what the others had moves to the one
    /// that stays, and is written down.
    /// - Returns: the one that stays: of members, else of leads, else of all the oldest. Nil when there are none.
    func merge(
        _ owners: [ContactID],
        on occasion: Occasion,
        _ transaction: any Transaction
    ) throws -> ContactID? {
        guard owners.count > 1 else { return owners.first }
        let contacts = try owners.sorted().compactMap { try toChange($0, occasion.workspace, transaction) }
        let ranked = contacts.sorted { ($0.rank, $0.id) < ($1.rank, $1.id) }
        guard let winner = ranked.first else { return nil }
        for loser in ranked.dropFirst() where loser.mergedInto == nil {
            try absorb(loser, into: winner, on: occasion, transaction)
        }
        return winner.id
    }

    private func absorb(
        _ loser: ContactRow,
        into winner: ContactRow,
        on occasion: Occasion,
        _ transaction: any Transaction
    ) throws {
        let workspace = occasion.workspace
        let moved = MovedRecords(
            identifiers: try ContactIdentifier.all(of: loser.id, in: workspace, transaction),
            members: try transaction.rows(EnrichmentQuery.moveMembers, workspace, loser.id, winner.id).map {
                try $0.get(0)
            },
            leads: try transaction.rows(EnrichmentQuery.moveLeads, workspace, loser.id, winner.id).map { try $0.get(0) }
        )
        try transaction.run(EnrichmentQuery.moveIdentifiers, workspace, loser.id, winner.id)
        try transaction.run(EnrichmentQuery.redirectContacts, workspace, loser.id, winner.id)
        try transaction.run(EnrichmentQuery.recordMerge, workspace, loser.id, winner.id, moved.text(), occasion.now)
        if winner.whatsAppName == nil, let name = loser.whatsAppName {
            try transaction.run(EnrichmentQuery.renameContact, workspace, winner.id, name)
        }
        var loser = loser
        loser.version += 1
        loser.mergedInto = winner.id
        try transaction.run(EnrichmentQuery.endContact, workspace, loser.id, winner.id, loser.version)
        try tell(loser, on: occasion, transaction)
        let counter = metrics.merged
        transaction.afterCommit { counter.increment() }
    }
}

/// What a merge moved, as the table keeps it.
struct MovedRecords: Codable, Hashable {
    var identifiers: [ContactIdentifier]
    var members: [String]
    var leads: [String]

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
