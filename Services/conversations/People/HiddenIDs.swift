import Contracts
import Store

/// The phones behind hidden ids that messages do not tell, as providers told them when they were asked.
struct HiddenIDs {
    let turn: Turn

    private var transaction: any Transaction { turn.transaction }

    /// Remembers a phone, and leads the conversations with the hidden id to it.
    ///
    /// Whoever opens a conversation with the id at the same time either sees the pair or is seen here: both take the row
    /// of the identifier first.
    func resolved(_ event: LIDResolved) throws {
        let pair = event.pair
        let hidden = Who(pair.lid, told: nil)
        try transaction.run(PeopleQuery.setPair, turn.workspace, pair.lid, pair.phoneNumber)
        try transaction.run(ThreadQuery.claimIdentifier, turn.workspace, hidden.identifier)
        let threads = Threads(turn: turn)
        for row in try transaction.rows(PeopleQuery.conversationsWith, turn.workspace, hidden.identifier) {
            let known = try threads.conversation(try row.get(0))
            let learnt = try threads.learn(Who(pair.lid, told: pair.phoneNumber), of: known)
            try turn.emit(ConversationChanged(conversation: learnt.summary(in: transaction)))
        }
        try Alterations(turn: turn).learnt(pair.lid)
    }

    /// A provider has told the phone beside a hidden id: it is remembered when it is news.
    func told(_ lid: ChatID, _ phoneNumber: String) throws {
        let known: String? = try transaction.first(PeopleQuery.phoneBehind, turn.workspace, lid)?.get(0)
        guard known != phoneNumber else { return }
        try resolved(LIDResolved(pair: LIDPair(lid: lid, phoneNumber: phoneNumber)))
    }

    /// The phones behind hidden ids, of those that are known; one query.
    static func phones(
        behind lids: some Sequence<ChatID>,
        _ workspace: WorkspaceID,
        in reader: any Reader
    ) throws -> [ChatID: String] {
        let lids = Set(lids.map(\.text)).sorted()
        guard !lids.isEmpty else { return [:] }
        var phones: [ChatID: String] = [:]
        for row in try reader.rows(PeopleQuery.phonesBehind, workspace, JSONColumn(lids)) {
            phones[try row.get(0)] = try row.get(1)
        }
        return phones
    }

    /// With the phone, when it is known; the same for all but hidden ids.
    func complete(_ who: Who) throws -> Who {
        guard who.chat.kind == .lid, who.number == nil else { return who }
        try transaction.run(ThreadQuery.claimIdentifier, turn.workspace, who.identifier)
        guard let row = try transaction.first(PeopleQuery.phoneBehind, turn.workspace, who.chat) else { return who }
        return Who(who.chat, told: try row.get(0))
    }
}
