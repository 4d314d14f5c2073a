import Bus
import Contracts
import Runtime
import Store

/// Hears how far messages have come and moves their recipients forward.
struct StatusListener: Sendable {
    /// Wakes the planner when there is room for another message.
    let signal: Signal

    func changed(_ event: MessageChanged, _ context: EventContext, _ transaction: any Transaction) throws {
        try move(event.message, workspace: context.workspace, now: context.now, in: transaction)
    }

    func move(
        _ message: Message,
        workspace: WorkspaceID,
        now: Timestamp,
        in transaction: any Transaction
    ) throws {
        guard let campaign = message.campaign, let report = Recipient.Status(message),
            let row = try transaction.first(CampaignQuery.statusOf, campaign.recipientId, workspace)
        else { return }
        let status: Recipient.Status = try row.get("status")
        guard status.moves(to: report) else { return }
        let moved = try transaction.run(
            CampaignQuery.report,
            campaign.recipientId,
            report,
            message.error?.code,
            message.error?.message,
            now,
            status
        )
        guard moved == 1 else { return }
        try transaction.run(CampaignQuery.markUntold, campaign.campaignId)
        guard status == .queued else { return }
        transaction.afterCommit { [signal] in signal.wake() }
    }
}

extension Recipient.Status {
    /// Nil while nothing is known beyond that it is on its way.
    init?(_ message: Message) {
        switch message.status {
        case .received, .pending:
            guard message.uncertain == true else { return nil }
            self = .uncertain
        case .sent: self = .sent
        case .delivered: self = .delivered
        case .read, .played: self = .read
        case .failed: self = .failed
        }
    }

    /// Reports come late and out of order; a recipient only moves forward, and doubt only precedes certainty.
    func moves(to report: Recipient.Status) -> Bool {
        switch (self, report) {
        case (.queued, _): report != .waiting && report != .queued
        case (.uncertain, .sent), (.uncertain, .delivered), (.uncertain, .read), (.uncertain, .failed): true
        case (.sent, .delivered), (.sent, .read), (.sent, .failed): true
        case (.delivered, .read): true
        default: false
        }
    }
}
