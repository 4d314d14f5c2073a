import Contracts
import Store

/// Keeps what enrichment tells of people, so that the list shows and searches it without asking.
struct ContactCopies {
    let turn: Turn

    private var transaction: any Transaction { turn.transaction }

    /// Keeps the highest version, and tells of the conversations with the person when what they show has changed.
    ///
    /// The rows of the identifiers are taken first: who opens a conversation with one of them at the same time either
    /// sees what is told here or is seen here.
    func changed(_ event: ContactChanged) throws {
        let contact = event.contact
        let shown = try ContactBrief.read(contact.id, turn.workspace, in: transaction)
        let values: [any SQLBindable] = [
            turn.workspace, contact.id, contact.name, contact.kind, contact.badge.status, contact.badge.label,
            contact.branch, contact.leadStatus, event.version,
        ]
        guard try transaction.run(PeopleQuery.setContact, arguments: values) == 1 else { return }
        let before = try Set(identifiers(contact.id))
        let now = try take(event)
        for identifier in before.subtracting(now).sorted() {
            try transaction.run(PeopleQuery.freeIdentifier, turn.workspace, identifier, contact.id)
        }
        let moved = now.symmetricDifference(before)
        try Folding(turn: turn).unfold(moved)
        let affected = shown == contact ? moved : now.union(before)
        for identifier in affected.sorted() {
            try show(now.contains(identifier) ? ContactStanding(contact) : .unknown, of: identifier)
        }
        guard now.count > 1, !moved.isEmpty else { return }
        try Folding(turn: turn).fold(contact.id)
        for lid in event.identifiers where lid.kind == .lid && now.contains("lid:\(lid.value)") {
            if let lid = try? ChatID(lid.value) { try Alterations(turn: turn).learnt(lid) }
        }
    }

    /// Gives the contact its identifiers, in the order of their names, so that two who do so do not wait for each other.
    /// - Returns: those that are its own: one that has gone to another contact since stays there.
    private func take(_ event: ContactChanged) throws -> Set<String> {
        let names = event.identifiers.map { "\($0.kind.rawValue):\($0.value)" }
        let moves = event.identifierMoves ?? []
        var taken: Set<String> = []
        for (index, name) in names.enumerated().sorted(by: { $0.element < $1.element }) {
            let count = moves.indices.contains(index) ? moves[index] : 0
            let isOwn =
                try transaction.run(PeopleQuery.setIdentifier, turn.workspace, name, event.contact.id, count) == 1
            if isOwn { taken.insert(name) }
        }
        return taken
    }

    /// The conversations with an identifier are with somebody who stands so.
    private func show(_ standing: ContactStanding, of identifier: String) throws {
        let rows = try transaction.rows(PeopleQuery.changeConversationsWith, turn.workspace, identifier, turn.now)
        guard !rows.isEmpty else { return }
        try standing.set(on: identifier, turn)
        for row in rows {
            try Totals(turn: turn).move(row, to: standing.branch)
            let conversation = try Threads(turn: turn).conversation(try row.get(3))
            try SearchDocs(transaction: transaction).keep(conversation)
            // With its branch it may have gone out of the sight of whoever holds it.
            if try Colleagues(turn: turn).giveBack(in: conversation) { continue }
            try turn.emit(ConversationChanged(conversation: conversation.summary(in: transaction)))
        }
    }

    private func identifiers(_ id: ContactID) throws -> [String] {
        try transaction.rows(PeopleQuery.identifiers, turn.workspace, id).map { row throws(StoreError) in try row.get(0)
        }
    }
}
