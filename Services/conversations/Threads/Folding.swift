import Contracts
import Store

/// Keeps one active conversation per person and channel, as what is known of people changes.
///
/// When two turn out to be with one person, the one that was active last goes on with what the other had: its addresses,
/// what is unread in it, its tags, note, assignment and control. The other is history.
struct Folding {
    let turn: Turn

    private var transaction: any Transaction { turn.transaction }
    private var threads: Threads { Threads(turn: turn) }

    /// Brings together what a contact has on each channel.
    func fold(_ contact: ContactID) throws {
        let active = try transaction.rows(ThreadQuery.activeOfContact, turn.workspace, contact)
            .map { row throws(StoreError) in try StoredConversation(row) }
        for (_, conversations) in Dictionary(grouping: active, by: \.channel).sorted(by: { $0.key < $1.key }) {
            for other in conversations.dropFirst() { try fold(other.id, into: conversations[0].id) }
        }
    }

    /// An identifier is another person's from now on: what was brought together by it goes its own way again. What came
    /// meanwhile stays where it is.
    func unfold(_ identifier: String) throws {
        for row in try transaction.rows(ThreadQuery.unfold, turn.workspace, identifier) {
            let conversation = try threads.conversation(try row.get(0))
            let home = Who(conversation.chat, told: conversation.phone).home
            for chat in Set([conversation.chat, home]) {
                let values: [any SQLBindable] = [turn.workspace, conversation.channel, chat, conversation.id]
                try transaction.run(ThreadQuery.moveAddress, arguments: values)
            }
        }
    }

    private func fold(_ id: ConversationID, into successor: ConversationID) throws {
        let row = try transaction.first(ThreadQuery.changeConversation, turn.workspace, id, turn.now)
        let before = try threads.conversation(id)
        guard let row, try transaction.run(ThreadQuery.fold, id, successor, turn.now) == 1 else { return }
        try transaction.run(WorkQuery.endAssignment, id, turn.now, StaffID?.none)
        try transaction.run(ThreadQuery.moveAddresses, id, successor)
        try Totals(turn: turn).add(conversations: -1, in: try row.get(1))
        try give(before, unread: try row.get(0), to: threads.conversation(successor))
        try turn.emit(ConversationChanged(conversation: threads.conversation(id).summary(in: transaction)))
    }

    private func give(_ other: StoredConversation, unread: Int, to successor: StoredConversation) throws {
        let notes = [successor.note, other.note == successor.note ? nil : other.note].compactMap(\.self)
        let note = notes.isEmpty ? nil : String(notes.joined(separator: "\n\n").prefix(Notes.limit))
        try transaction.run(ThreadQuery.takeOver, successor.id, unread, note, turn.now)
        var tags = successor.tags
        for tag in other.tags where !tags.contains(tag) {
            tags.append(tag)
            try Tags(turn: turn).write(tag, on: successor.id, among: tags)
        }
        _ = try WorkDesk(turn: turn).change(successor.id, within: nil, seen: nil, by: nil) { work, _ in
            if work.assignee == nil { work.assignee = other.work.assignee }
            guard work.holder == .nobody else { return }
            (work.holder, work.heldSince) = (other.work.holder, other.work.heldSince)
            work.requestedBy = other.work.requestedBy
        }
        try turn.emit(ConversationChanged(conversation: threads.conversation(successor.id).summary(in: transaction)))
    }
}
