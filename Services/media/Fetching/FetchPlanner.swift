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
        let isNew = try expect(media, event, workspace, now, in: transaction)
        if !isNew {
            // Read back from the history without an address, it may have been given up before its webhook came with one.
            guard media.url != nil else { return }
            if try transaction.run(MediaQuery.revive, workspace, media.id) > 0 {
                _ = try tell(media.id, workspace, in: transaction)
            } else if try MediaLibrary.show(media.id, workspace: workspace, in: transaction).state == .ready {
                return
            }
        }
        let origin = (event.channel, event.chat.text, event.providerId.text)
        try plan(media.id, workspace: workspace, origin, url: media.url, now: now, in: transaction)
    }

    /// Has a file that was given up fetched once more.
    /// - Throws: `Problem` 404, 409 `not_retryable`.
    func retry(
        _ request: RetryMedia,
        _ context: RequestContext,
        _ transaction: any Transaction
    ) throws -> MediaObject {
        let (media, workspace) = (request.media, context.workspace)
        let object = try MediaLibrary.show(media, workspace: workspace, in: transaction)
        guard object.state == .failed || object.state == .expired else { return object }
        guard let row = try transaction.first(MediaQuery.origin, workspace, media) else {
            throw Problem(
                409,
                "not_retryable",
                "This file came with no message and cannot be had again; upload it anew."
            )
        }
        try transaction.run(MediaQuery.revive, workspace, media)
        // No address: an old one may lead nowhere any more, and asking makes the provider download the file again.
        let origin = try (
            row.get("channel", as: ChannelID.self), row.get("chat", as: String.self),
            row.get("message", as: String.self)
        )
        try plan(media, workspace: workspace, origin, url: nil, now: context.now, in: transaction)
        return try tell(media, workspace, in: transaction)
    }

    /// - Returns: false when the file is known already.
    private func expect(
        _ media: IncomingMedia,
        _ event: MessageReceived,
        _ workspace: WorkspaceID,
        _ now: Timestamp,
        in transaction: any Transaction
    ) throws -> Bool {
        let values: [any SQLBindable] = [
            workspace, media.id, media.mimetype, media.filename, now, event.channel, event.chat.text,
            event.providerId.text, MediaClass(event.type, mimetype: media.mimetype),
        ]
        return try transaction.run(MediaQuery.expect, arguments: values) > 0
    }

    /// - Parameter origin: the message in the provider's words.
    private func plan(
        _ media: MediaID,
        workspace: WorkspaceID,
        _ origin: (channel: ChannelID, chat: String, message: String),
        url: String?,
        now: Timestamp,
        in transaction: any Transaction
    ) throws {
        try transaction.run(
            MediaQuery.planFetch,
            workspace,
            media,
            origin.channel,
            origin.chat,
            origin.message,
            url,
            now,
            now + Self.patience
        )
        transaction.afterCommit { [signal] in signal.wake() }
    }

    private func tell(
        _ media: MediaID,
        _ workspace: WorkspaceID,
        in transaction: any Transaction
    ) throws -> MediaObject {
        let object = try MediaLibrary.show(media, workspace: workspace, in: transaction)
        try outbox.emit(MediaChanged(media: object), workspace: workspace, in: transaction)
        return object
    }
}
