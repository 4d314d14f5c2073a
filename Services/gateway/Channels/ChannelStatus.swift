import Bus
import Contracts
import Runtime
import Store

/// Keeps the last known state of every session, told by webhooks, by polls and by sends that were refused.
struct ChannelStatus: Sendable {
    let directory: ChannelDirectory
    let outbox: Outbox
    let clock: WallClock
    /// Wakes when a session has begun to work.
    let onWorking: @Sendable (ChannelID) -> Void
    /// Told that a session shows a new code.
    let onCode: @Sendable (ChannelID) -> Void

    /// Stores a state that is another one and not older than the known one, and tells of it.
    /// - Parameter at: since when, by the provider's clock where it tells one; now when that clock is ahead.
    func move(_ channel: Channel, to status: String, at: Timestamp, in transaction: any Transaction) throws {
        let now = clock.now()
        let (at, latest) = (at.isAhead(of: now) ? now : at, now + Timestamp.clockSlack)
        let previous: String? = try transaction.first(ChannelQuery.statusOf, channel.id)?.get("status")
        guard try transaction.run(ChannelQuery.moveStatus, channel.id, status, at, latest) == 1 else { return }
        let (worked, works) = (previous == Channel.working, status == Channel.working)
        let event = SessionChanged(
            channel: channel.id,
            session: channel.session,
            status: status,
            at: at,
            previous: previous,
            notify: worked != works,
            name: channel.name
        )
        try outbox.emit(event, workspace: channel.workspace, in: transaction)
        let (directory, onWorking, onCode) = (directory, onWorking, onCode)
        transaction.afterCommit {
            directory.note(channel.id, status: status, at: at)
            if status == Channel.working { onWorking(channel.id) }
            if status == Channel.scanning { onCode(channel.id) }
        }
    }
}
