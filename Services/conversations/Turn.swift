import Contracts
import Store

/// One event or command at work: whose it is, when, and the transaction that it changes.
struct Turn {
    let workspace: WorkspaceID
    /// The same whenever the event or command comes again.
    let id: String
    let now: Timestamp
    /// 0 to 63: the lane that it came on. Sums are kept in parts by lane.
    let lane: Int
    let transaction: any Transaction
    let metrics: ConversationMetrics
    /// Tells an event, as part of the transaction.
    let emit: (any Event) throws -> Void
    /// When the event was told; nil for commands.
    var toldAt: Timestamp?
}
