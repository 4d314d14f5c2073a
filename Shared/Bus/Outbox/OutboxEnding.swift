import Contracts
import Store

/// Numbers the events of the writes that commit together, and publishes them after the commit.
final class OutboxEnding: WriteEnding {
    private let outgoing: Outgoing

    init(_ outgoing: Outgoing) {
        self.outgoing = outgoing
    }

    func end(_ items: [any Sendable], in transaction: any Transaction) throws {
        let told = try transaction.engine.eventLog.append(items.compactMap { $0 as? EventDraft }, in: transaction)
        let outgoing = outgoing
        transaction.afterCommit { outgoing.add(told) }
    }
}
