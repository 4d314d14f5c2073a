import Bus
import Contracts
import Runtime
import Store

/// Hands messages of running campaigns to the send queue, a few ahead of what leaves, and tells how they come along.
///
/// The queue sets the pace. What is in it when a campaign is paused still leaves: that is why the window is small.
struct SendPlanner: Service {
    let name = "send planner"
    /// The most messages of one campaign in the send queue.
    private static let window = 50

    let store: any Store
    let outbox: Outbox
    /// Woken when a campaign starts or a message has left.
    let signal: Signal
    let clock: WallClock
    let logger: Logger

    func run() async throws {
        while !Task.isCancelled {
            do {
                for campaign in try await store.read({ try $0.rows(CampaignQuery.running).map(RunningCampaign.init) }) {
                    try await advance(campaign)
                }
                try await tell()
            } catch {
                logger.warning("cannot plan sends; trying again", ["error": "\(error)"])
            }
            await signal.wait(atMost: .seconds(1))
        }
    }

    /// Fills the window, or finds that the campaign is finished.
    func advance(_ campaign: RunningCampaign) async throws {
        let (outbox, now) = (outbox, clock.now())
        try await store.write { transaction in
            guard try transaction.run(CampaignQuery.hold, campaign.id) == 1 else { return }
            let queued: Int = try transaction.first(CampaignQuery.countQueued, campaign.id)?.get("count") ?? 0
            let room = max(0, Self.window - queued)
            let waiting = try transaction.rows(CampaignQuery.nextWaiting, campaign.id, room)
            for row in waiting { try campaign.send(to: row, at: now, outbox: outbox, in: transaction) }
            guard waiting.isEmpty, queued == 0 else { return }
            try transaction.run(
                CampaignQuery.move,
                campaign.workspace,
                campaign.id,
                Campaign.Status.running,
                Campaign.Status.finished,
                now
            )
        }
    }

    /// Tells of the campaigns whose counts have changed since the last time.
    func tell() async throws {
        let untold = try await store.read { try $0.rows(CampaignQuery.untold) }
        guard !untold.isEmpty else { return }
        let outbox = outbox
        try await store.write { transaction in
            for row in untold {
                let (id, workspace): (CampaignID, WorkspaceID) = try (row.get("id"), row.get("workspace"))
                guard try transaction.run(CampaignQuery.markTold, id) == 1 else { continue }
                let campaign = try CampaignTable.show(id, of: workspace, in: transaction)
                try outbox.emit(CampaignChanged(campaign: campaign), workspace: workspace, in: transaction)
            }
        }
    }
}

/// A campaign as the planner needs it.
struct RunningCampaign: Sendable {
    let id: CampaignID
    let workspace: WorkspaceID
    let channel: ChannelID
    let text: String

    /// - Parameter row: of ``CampaignQuery/running``.
    init(_ row: Row) throws(StoreError) {
        id = try row.get("id")
        workspace = try row.get("workspace")
        channel = try row.get("channel")
        text = try row.get("text")
    }

    /// Queues one recipient; whoever moves the row from waiting sends, and nobody else.
    func send(to row: Row, at now: Timestamp, outbox: Outbox, in transaction: any Transaction) throws {
        let recipient: RecipientID = try row.get("id")
        let message = MessageID(trusted: UUIDv7.make(at: now))
        guard try transaction.run(CampaignQuery.queue, recipient, message, now) == 1 else { return }
        let phone: String = try row.get("phone")
        let event = MessageToSend(
            messageId: message,
            channel: channel,
            chat: ChatID(phoneDigits: String(phone.dropFirst())),
            content: OutgoingContent(type: .text, text: text(for: try row.get("name"))),
            priority: .campaign,
            campaign: CampaignReference(campaignId: id, recipientId: recipient),
            at: now
        )
        try outbox.emit(event, workspace: workspace, in: transaction)
    }

    /// The text with `{name}` filled in; without a name the place stays empty.
    func text(for name: String?) -> String {
        text.split(separator: "{name}", omittingEmptySubsequences: false).joined(separator: name ?? "")
    }
}
