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
    }

    /// With the phone, when it is known; the same for all but hidden ids.
    func complete(_ who: Who) throws -> Who {
        guard who.chat.kind == .lid, who.number == nil else { return who }
        try transaction.run(ThreadQuery.claimIdentifier, turn.workspace, who.identifier)
        guard let row = try transaction.first(PeopleQuery.phoneBehind, turn.workspace, who.chat) else { return who }
        return Who(who.chat, told: try row.get(0))
    }
}
