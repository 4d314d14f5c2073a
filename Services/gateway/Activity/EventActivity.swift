import Bus
import Contracts
import Store

/// Writes what happens to messages and sessions into the log, in the transaction that hears it: ids and statuses, no
/// texts.
struct EventActivity: Sendable {
    let log: ActivityLog

    func added(_ event: MessageAdded, _ context: EventContext, _ transaction: any Transaction) {
        add("message.added", event.message, context, transaction)
    }

    func changed(_ event: MessageChanged, _ context: EventContext, _ transaction: any Transaction) {
        add("message.changed", event.message, context, transaction)
    }

    /// Another code to scan is no other status.
    func sessionChanged(_ event: SessionChanged, in workspace: WorkspaceID, _ transaction: any Transaction) {
        guard event.previous != event.status else { return }
        let draft = ActivityDraft(
            workspace: workspace,
            action: "session.changed",
            object: event.channel.text,
            outcome: event.status
        )
        log.add(draft, in: transaction)
    }

    private func add(_ action: String, _ message: Message, _ context: EventContext, _ transaction: any Transaction) {
        let draft = ActivityDraft(
            workspace: context.workspace,
            staff: message.sentBy,
            action: action,
            object: message.conversationId.text,
            part: message.id.text,
            outcome: message.status.rawValue
        )
        log.add(draft, in: transaction)
    }
}
