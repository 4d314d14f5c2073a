import Contracts
import Store

/// Keeps one active conversation per person and channel, as what is known of people changes (ruling 1).
///
/// When two turn out to be with one person, one becomes part of the other: its messages, its addresses, what is unread in
/// it, its tags, note, assignment and control. Whoever names it finds the other. What is ended stays history.
struct Folding {
    /// Why two are with one person, as the column `ended` has it.
    enum Reason: Int {
        /// It is what is known of the person, and may turn out otherwise.
        case known = 2
        /// WhatsApp tells the number behind a hidden id.
        case told = 3
    }

    let turn: Turn

    private var transaction: any Transaction { turn.transaction }
    private var threads: Threads { Threads(turn: turn) }

    /// Brings together what a contact has on each channel.
    func fold(_ contact: ContactID) throws {
        let active = try transaction.rows(FoldingQuery.activeOfContact, turn.workspace, contact)
            .map { row throws(StoreError) in try StoredConversation(row) }
        for (_, conversations) in Dictionary(grouping: active, by: \.channel).sorted(by: { $0.key < $1.key }) {
            for other in conversations.dropFirst() { try fold(other.id, into: conversations[0].id, as: .known) }
        }
    }

    /// - Parameter successor: of the same channel. Nothing happens unless both are active.
    func fold(_ id: ConversationID, into successor: ConversationID, as reason: Reason) throws {
        guard id != successor else { return }
        // In one order, whichever becomes part of which.
        var rows: [ConversationID: Row] = [:]
        for each in [id, successor].sorted() {
            rows[each] = try transaction.first(ThreadQuery.changeConversation, turn.workspace, each, turn.now)
        }
        let (before, kept) = (try threads.conversation(id), try threads.conversation(successor))
        guard let row = rows[id], before.id == id, kept.id == successor, kept.work.endedAt == nil else { return }
        guard try transaction.run(FoldingQuery.fold, id, successor, turn.now, reason.rawValue) == 1 else { return }
        try transaction.run(FoldingQuery.foldAlong, id, successor)
        try transaction.run(WorkQuery.endAssignment, id, turn.now, StaffID?.none)
        try transaction.run(ThreadQuery.moveAddresses, id, successor)
        try transaction.run(FoldingQuery.moveMessages, id, successor)
        let (unread, branch): (Int, String) = (try row.get(0), try row.get(1))
        try Totals(turn: turn).add(conversations: -1, unread: -unread, in: branch)
        try Totals(turn: turn).add(unread: unread, in: kept.branch)
        try give(before, unread: unread, to: kept)
        try Notices(turn: turn).move(from: id, to: successor)
        try recall(successor)
        let summary = try threads.conversation(successor).summary(in: transaction)
        try turn.emit(ConversationJoined(joined: id, conversation: summary))
    }

    private func give(_ other: StoredConversation, unread: Int, to successor: StoredConversation) throws {
        let notes = [successor.note, other.note == successor.note ? nil : other.note].compactMap(\.self)
        let note = notes.isEmpty ? nil : String(notes.joined(separator: "\n\n").prefix(Notes.limit))
        try transaction.run(FoldingQuery.takeOver, successor.id, unread, note, turn.now)
        if successor.name == nil, let name = other.name {
            try transaction.run(ThreadQuery.setName, successor.id, name)
        }
        var tags = successor.tags
        for tag in other.tags where !tags.contains(tag) {
            tags.append(tag)
            try Tags(turn: turn).write(tag, on: successor.id, among: tags)
        }
        // It was theirs before: that is nothing new to them.
        _ = try WorkDesk(turn: turn).change(successor.id, within: nil, seen: nil, by: nil, telling: false) { work, _ in
            if work.assignee == nil { work.assignee = other.work.assignee }
            guard work.holder == .nobody else { return }
            (work.holder, work.heldSince) = (other.work.holder, other.work.heldSince)
            work.requestedBy = other.work.requestedBy
        }
        try Colleagues(turn: turn).giveBack(in: threads.conversation(successor.id))
    }

    /// Messages came or went: which is the newest, and where a reply goes.
    private func recall(_ id: ConversationID) throws {
        try threads.findNewest(of: id)
        try transaction.run(FoldingQuery.findLastHeard, id)
        try SearchDocs(transaction: transaction).keep(threads.conversation(id))
    }
}

extension Folding {
    /// Identifiers are another person's from now on: what became part of another conversation by one of them, or of the
    /// one that has it, goes its own way again, with its addresses and messages. Tags, note and work stay where they are.
    func unfold(_ moved: Set<String>) throws {
        var persons: Set<ContactID> = []
        for identifier in moved.sorted() {
            for row in try transaction.rows(FoldingQuery.folded, turn.workspace, identifier) {
                let part = try Part(row)
                let addresses = try addresses(of: part, moved)
                for address in addresses {
                    try transaction.run(ThreadQuery.moveAddress, turn.workspace, part.channel, address, part.id)
                }
                try unfold(part, with: addresses)
                if let person = part.person { persons.insert(person) }
            }
        }
        // Of several that went, some may be with one person still.
        for person in persons.sorted(by: { $0.text < $1.text }) { try fold(person) }
    }

    /// Where a part is reached, and what else leads to its host and is of its person. While nobody is told to have what
    /// has moved, that is the part's, unless the host's own has moved with it.
    private func addresses(of part: Part, _ moved: Set<String>) throws -> [ChatID] {
        let own: Set<ChatID> = [part.chat, Who(part.chat, told: part.phone).home]
        let others = try transaction.rows(FoldingQuery.addresses, part.host)
            .map { row throws(StoreError) -> ChatID in try row.get(0) }
            .filter { !own.contains($0) }
            .map { Who($0, told: nil) }
        let behind = try ContactsBehind(others, turn.workspace, in: transaction)
        let along = others.filter { who in
            if let person = part.person { return behind[who] == person }
            return moved.contains(who.identifier) && !moved.contains(part.hostIdentifier)
        }
        return (own + along.map(\.chat)).sorted { $0.text < $1.text }
    }

    private func unfold(_ part: Part, with addresses: [ChatID]) throws {
        let (id, host) = (part.id, part.host)
        guard let row = try transaction.first(ThreadQuery.changeConversation, turn.workspace, host, turn.now) else {
            return
        }
        let (unread, hostBranch): (Int, String) = (try row.get(0), try row.get(1))
        let chats = JSONColumn(addresses.map(\.text))
        let own: Int = try transaction.first(FoldingQuery.unreadOf, host, unread, chats)?.get(0) ?? 0
        try transaction.run(FoldingQuery.partMessages, host, id, chats)
        try transaction.run(FoldingQuery.unfold, id, own, turn.now)
        try transaction.run(ThreadQuery.setUnread, host, unread - own)
        if unread == own { try ChatNotices(turn: turn).conversationRead(host) }
        try Totals(turn: turn).add(unread: -own, in: hostBranch)
        try Totals(turn: turn).add(conversations: 1, unread: own, in: part.branch)
        for each in [id, host] {
            try recall(each)
            try turn.emit(ConversationChanged(conversation: threads.conversation(each).summary(in: transaction)))
        }
    }
}

/// A conversation that is part of another.
private struct Part {
    let id: ConversationID
    let host: ConversationID
    let channel: ChannelID
    /// Where a reply went.
    let chat: ChatID
    let phone: String?
    let branch: String
    /// With whom it is now; nil for nobody yet.
    let person: ContactID?
    let hostIdentifier: String

    /// - Parameter row: of ``FoldingQuery/folded``.
    init(_ row: Row) throws(StoreError) {
        id = try row.get(0)
        host = try row.get(1)
        channel = try row.get(2)
        chat = try row.get(3)
        phone = try row.get(4)
        branch = try row.get(5)
        person = try row.get(6)
        hostIdentifier = try row.get(7)
    }
}
