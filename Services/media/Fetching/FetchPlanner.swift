import Bus
import Contracts
import Runtime
import Store

/// Hears of files that customers send and plans to fetch them while the provider still has them.
struct FetchPlanner: Sendable {
    /// How long a fetch is tried; WAHA keeps a file for 180 s unless it is told otherwise.
    static let patience = Duration.seconds(600)

    let outbox: Outbox
    let signal: Signal

    func receive(_ event: MessageReceived, _ context: EventContext, _ transaction: any Transaction) throws {
        try plan(event, workspace: context.workspace, now: context.now, in: transaction)
    }

    func plan(
        _ event: MessageReceived,
        workspace: WorkspaceID,
        now: Timestamp,
        in transaction: any Transaction
    ) throws {
        guard let media = event.media else { return }
        let isNew = try transaction.run(MediaQuery.expect, workspace, media.id, media.mimetype, media.filename, now) > 0
        if !isNew {
            // Read back from the history without an address, it may have been given up before its webhook came with one.
            guard media.url != nil else { return }
            if try transaction.run(MediaQuery.revive, workspace, media.id) > 0 {
                try tell(media.id, workspace, in: transaction)
            } else if try MediaLibrary.show(media.id, workspace: workspace, in: transaction).state == .ready {
                return
            }
        }
        try transaction.run(
            MediaQuery.planFetch,
            workspace,
            media.id,
            event.channel,
            event.chat.text,
            event.providerId.text,
            media.url,
            now,
            now + Self.patience
        )
        transaction.afterCommit { [signal] in signal.wake() }
    }

    private func tell(_ media: MediaID, _ workspace: WorkspaceID, in transaction: any Transaction) throws {
        let object = try MediaLibrary.show(media, workspace: workspace, in: transaction)
        try outbox.emit(MediaChanged(media: object), workspace: workspace, in: transaction)
    }
}
