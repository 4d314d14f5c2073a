import Contracts
import Runtime
import Store

/// What the service counts.
struct ConversationMetrics: Sendable {
    private let incoming: Counter
    private let outgoing: Counter
    private let duplicates: Counter
    private let adopted: Counter

    init(_ metrics: Metrics) {
        let name = "conversations_messages_total"
        let help = "Messages stored, by direction."
        incoming = metrics.counter(name, help: help, labels: ["direction": MessageDirection.incoming.rawValue])
        outgoing = metrics.counter(name, help: help, labels: ["direction": MessageDirection.outgoing.rawValue])
        duplicates = metrics.counter("conversations_duplicates_total", help: "Messages that were told again.")
        adopted = metrics.counter("conversations_echoes_adopted_total", help: "Own messages that nobody asked for.")
    }

    /// Counts once the transaction is committed.
    func stored(_ direction: MessageDirection, in transaction: any Transaction) {
        let counter = direction == .incoming ? incoming : outgoing
        transaction.afterCommit { counter.increment() }
    }

    func duplicate(in transaction: any Transaction) {
        let duplicates = duplicates
        transaction.afterCommit { duplicates.increment() }
    }

    func adopted(in transaction: any Transaction) {
        let adopted = adopted
        transaction.afterCommit { adopted.increment() }
    }
}
