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
        let (channel, workspace, now) = (event.channel, context.workspace, context.now)
        try expect(media, on: channel, workspace: workspace, now: now, in: transaction)
    }

    /// - Parameter media: told without an address when it was read back from the history, and again, with one, by the
    ///   webhook that comes late.
    func expect(
        _ media: IncomingMedia,
        on channel: ChannelID,
        workspace: WorkspaceID,
        now: Timestamp,
        in transaction: any Transaction
    ) throws {
        let missing = media.url == nil ? media.error ?? "The provider has not got the file." : nil
        let isNew = try transaction.run(
            MediaQuery.expect,
            workspace,
            media.id,
            missing == nil ? MediaState.pending : .failed,
            media.mimetype,
            media.filename,
            missing,
            now
        )
        guard let url = media.url else {
            if isNew > 0 { try tell(media.id, workspace, in: transaction) }
            return
        }
        if isNew == 0 {
            guard try transaction.run(MediaQuery.revive, workspace, media.id) > 0 else { return }
            try tell(media.id, workspace, in: transaction)
        }
        let deadline = now + Self.patience
        try transaction.run(MediaQuery.planFetch, workspace, media.id, channel, url, now, deadline)
        transaction.afterCommit { [signal] in signal.wake() }
    }

    private func tell(_ media: MediaID, _ workspace: WorkspaceID, in transaction: any Transaction) throws {
        let object = try MediaLibrary.show(media, workspace: workspace, in: transaction)
        try outbox.emit(MediaChanged(media: object), workspace: workspace, in: transaction)
    }
}
