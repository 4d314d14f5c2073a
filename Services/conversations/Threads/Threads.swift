import Contracts
import Runtime
import Store

/// Finds the conversation of an address, makes it when there is none, and learns who it is with.
///
/// Several addresses of one person lead to one conversation: they meet at the address of the phone number.
struct Threads {
    let turn: Turn

    private var transaction: any Transaction { turn.transaction }

    /// - Parameters:
    ///   - told: E.164 of the person, from the provider.
    ///   - name: what the person calls themselves.
    ///   - resumes: whether an ended conversation is gone on from, in the next one of that person.
    func conversation(
        _ channel: ChannelID,
        _ kind: ConversationKind,
        _ who: Who,
        name: ToldName?,
        resumes: (StoredConversation) -> Bool = { _ in true }
    ) throws -> StoredConversation {
        var known =
            if let found = try find(channel, who.chat) {
                try learn(who, of: found)
            } else {
                try open(channel, kind, who, name: name)
            }
        // An address not seen before may lead to an ended one, too: that of the number.
        if known.work.endedAt != nil, resumes(known) { known = try goOn(from: known, to: who.chat) }
        return try rename(known, to: name)
    }

    func find(_ channel: ChannelID, _ chat: ChatID) throws -> StoredConversation? {
        try transaction.first(ThreadQuery.conversationAt, turn.workspace, channel, chat).map(StoredConversation.init)
    }

    /// - Parameter scope: the branch that the caller is limited to; nil for all.
    /// - Throws: `Problem` 404.
    func conversation(_ id: ConversationID, within scope: String? = nil) throws -> StoredConversation {
        try Self.conversation(id, turn.workspace, within: scope, in: transaction)
    }

    /// - Throws: `Problem` 404, also for one of a branch that the caller does not see.
    static func conversation(
        _ id: ConversationID,
        _ workspace: WorkspaceID,
        within scope: String? = nil,
        in reader: any Reader
    ) throws -> StoredConversation {
        guard let row = try reader.first(ThreadQuery.conversation, workspace, id) else {
            throw Problem.notFound("conversation")
        }
        let conversation = try StoredConversation(row)
        guard conversation.isVisible(to: scope) else { throw Problem.notFound("conversation") }
        return conversation
    }

    /// Counts a change of a conversation and reads it with it.
    func change(_ id: ConversationID) throws -> StoredConversation {
        try transaction.run(ThreadQuery.changeConversation, turn.workspace, id, turn.now)
        return try conversation(id)
    }

    /// Looks up the newest message anew, after one has moved, gone or got another time.
    ///
    /// The row is taken before: a statement that has to wait for it sees the messages as they were when it began.
    func findNewest(of id: ConversationID) throws {
        _ = try transaction.first(ThreadQuery.holdConversation, id)
        try transaction.run(ThreadQuery.findNewest, id)
    }

    /// The address is claimed at its number's first, so that of two that open one person's conversation at a time, one
    /// waits and finds the other's.
    private func open(
        _ channel: ChannelID,
        _ kind: ConversationKind,
        _ who: Who,
        name: ToldName?
    ) throws -> StoredConversation {
        let who = try HiddenIDs(turn: turn).complete(who)
        let id = ConversationID(trusted: UUIDv7.make(at: turn.now))
        let owner = try claim(channel, who.home, for: id)
        let holder = who.chat == who.home ? owner : try claim(channel, who.chat, for: owner)
        if owner != id {
            if holder != owner {
                try Folding(turn: turn).fold(holder, into: owner, as: .told)
                try move(channel, who.chat, to: owner)
            }
            return try conversation(owner)
        }
        guard holder == id else {
            // Made meanwhile by another that did not know the number.
            try move(channel, who.home, to: holder)
            return try learn(who, of: conversation(holder))
        }
        return try begin(id, channel, kind, who, name: name)
    }

    /// Makes the row, unless the person has an active conversation on the channel at another address: then this one leads
    /// there, too.
    private func begin(
        _ id: ConversationID,
        _ channel: ChannelID,
        _ kind: ConversationKind,
        _ who: Who,
        name: ToldName?
    ) throws -> StoredConversation {
        let (contact, standing) = try contact(of: who.identifier)
        if let known = try active(contact, on: channel) {
            try transaction.run(ThreadQuery.moveAddresses, id, known.id)
            return known
        }
        let row = NewConversation(
            id: id,
            channel: channel,
            kind: kind,
            chat: who.chat,
            phone: who.phone,
            identifier: who.identifier,
            name: name?.text,
            contact: standing
        )
        try add(row)
        return try conversation(id)
    }

    /// The conversation that a contact has on a channel at this time.
    private func active(_ contact: ContactID?, on channel: ChannelID) throws -> StoredConversation? {
        guard let contact else { return nil }
        return try transaction.rows(FoldingQuery.activeOfContact, turn.workspace, contact).lazy
            .map { row throws(StoreError) in try StoredConversation(row) }
            .first { $0.channel == channel }
    }

    private func add(_ row: NewConversation) throws {
        try transaction.run(ThreadQuery.addConversation, arguments: row.columns(turn.workspace, at: turn.now))
        try Totals(turn: turn).add(conversations: 1, in: row.contact.branch)
        try SearchDocs(transaction: transaction).keep(conversation(row.id))
    }

    /// Whose an identifier is and what they are, which waits for whoever is changing that.
    private func contact(of identifier: String) throws -> (id: ContactID?, standing: ContactStanding) {
        let row = try transaction.first(ThreadQuery.claimIdentifier, turn.workspace, identifier)
        guard let contact: ContactID = try row?.get(0) else { return (nil, .unknown) }
        return (contact, try ContactStanding.read(contact, turn.workspace, in: transaction))
    }

    /// The conversation that follows an ended one; made by the first message that goes on from it.
    ///
    /// It is with the same person and keeps their tags and the shared note; assignment and control begin anew.
    /// - Parameter chat: where a reply goes.
    func goOn(from ended: StoredConversation, to chat: ChatID) throws -> StoredConversation {
        let (contact, standing) = try contact(of: ended.identifier)
        let other = try active(contact, on: ended.channel)
        let id = other?.id ?? ConversationID(trusted: UUIDv7.make(at: turn.now))
        guard try transaction.run(ThreadQuery.nameNext, turn.workspace, ended.id, id) == 1 else {
            // Another was faster.
            let known = try conversation(ended.id)
            guard let next = known.next else { return known }
            let successor = try conversation(next)
            return successor.work.endedAt == nil ? successor : try goOn(from: successor, to: chat)
        }
        try transaction.run(ThreadQuery.moveAddresses, ended.id, id)
        if let other { return other }
        var row = NewConversation(
            id: id,
            channel: ended.channel,
            kind: ended.kind,
            chat: chat,
            phone: ended.phone,
            identifier: ended.identifier,
            name: ended.name,
            contact: standing
        )
        (row.tags, row.note) = (ended.tags, ended.note)
        try add(row)
        for tag in ended.tags { try transaction.run(TagQuery.tagConversation, tag, id) }
        return try conversation(id)
    }

    /// A provider has told the number behind a hidden id. When the number has a conversation of its own, both become one;
    /// what is history stays so.
    func learn(_ who: Who, of known: StoredConversation) throws -> StoredConversation {
        guard who.chat.kind == .lid, let phone = who.phone, phone != known.phone else { return known }
        guard known.phone == nil || Who(who.chat, told: known.phone).home != who.home else { return known }
        // Two may be known as one person and have a number each: whose number leads here already has not changed it.
        if known.phone != nil, try find(known.channel, who.home)?.id == known.id { return known }
        let owner = try claim(known.channel, who.home, for: known.id)
        guard try owner == known.id || succeed(known, to: owner) else {
            try Folding(turn: turn).fold(known.id, into: owner, as: .told)
            try move(known.channel, who.chat, to: owner)
            return try conversation(owner)
        }
        let (person, standing) = try contact(of: who.identifier)
        let row = try transaction.first(ThreadQuery.setPhone, known.id, phone, who.identifier, turn.now)
        try standing.set(on: who.identifier, turn)
        if let row { try Totals(turn: turn).move(row, to: standing.branch) }
        try Colleagues(turn: turn).giveBack(in: conversation(known.id))
        let learnt = try conversation(known.id)
        try SearchDocs(transaction: transaction).keep(learnt)
        guard let person, known.work.endedAt == nil else { return learnt }
        try Folding(turn: turn).fold(person)
        return try find(known.channel, who.chat) ?? learnt
    }

    /// What began under a hidden id goes on from what was ended under the number.
    /// - Returns: false, and nothing changes, unless the one was ended, is not gone on from, and the other is active.
    private func succeed(_ active: StoredConversation, to ended: ConversationID) throws -> Bool {
        guard active.work.endedAt == nil, try conversation(ended).work.endedAt != nil,
            try transaction.run(ThreadQuery.nameNext, turn.workspace, ended, active.id) == 1
        else { return false }
        try transaction.run(ThreadQuery.moveAddresses, ended, active.id)
        return true
    }

    private func rename(_ known: StoredConversation, to name: ToldName?) throws -> StoredConversation {
        guard let name, name.text != known.name, known.name == nil || !name.isPast else { return known }
        var renamed = known
        renamed.name = name.text
        try transaction.run(ThreadQuery.setName, known.id, name.text)
        try SearchDocs(transaction: transaction).keep(renamed)
        return renamed
    }

    private func claim(_ channel: ChannelID, _ chat: ChatID, for id: ConversationID) throws -> ConversationID {
        try transaction.first(ThreadQuery.claimAddress, turn.workspace, channel, chat, id)?.get(0) ?? id
    }

    private func move(_ channel: ChannelID, _ chat: ChatID, to id: ConversationID) throws {
        try transaction.run(ThreadQuery.moveAddress, turn.workspace, channel, chat, id)
    }
}
