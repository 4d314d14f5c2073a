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
        guard let media = event.media else { return }
        let missing = media.url == nil ? media.error ?? "The provider has not got the file." : nil
        let isNew = try transaction.run(
            MediaQuery.expect,
            context.workspace,
            media.id,
            missing == nil ? MediaState.pending : .failed,
            media.mimetype,
            media.filename,
            missing,
            context.now
        )
        guard isNew > 0 else { return }
        guard let url = media.url else {
            let object = try MediaLibrary.show(media.id, workspace: context.workspace, in: transaction)
            try outbox.emit(MediaChanged(media: object), workspace: context.workspace, in: transaction)
            return
        }
        try transaction.run(
            MediaQuery.planFetch,
            context.workspace,
            media.id,
            event.channel,
            url,
            context.now,
            context.now + Self.patience
        )
        transaction.afterCommit { [signal] in signal.wake() }
    }
}
