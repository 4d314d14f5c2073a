import Bus
import Contracts
import Runtime
import Store

/// Starting, pausing, resuming and cancelling.
struct CampaignControl: Sendable {
    let outbox: Outbox
    /// Wakes the planner.
    let signal: Signal

    func control(
        _ request: ControlCampaign,
        _ context: RequestContext,
        _ transaction: any Transaction
    ) throws -> Campaign {
        let campaign = try CampaignTable.show(request.campaign, of: context.workspace, in: transaction)
        let target = request.action.target
        if campaign.status == target || (request.action == .start && campaign.status == .finished) { return campaign }
        guard request.action.sources.contains(campaign.status) else {
            throw Problem(
                409,
                "conflict",
                "A campaign that is \(campaign.status.rawValue) cannot \(request.action.rawValue)."
            )
        }
        if request.action == .start, campaign.counts.total == 0 {
            throw Problem(409, "no_recipients", "Add recipients before the campaign starts.")
        }
        if target == .cancelled { try transaction.run(CampaignQuery.skipWaiting, campaign.id, context.now) }
        let moved = try transaction.run(
            CampaignQuery.move,
            context.workspace,
            campaign.id,
            campaign.status,
            target,
            context.now
        )
        guard moved == 1 else { throw Problem(409, "conflict", "Somebody else has just changed this campaign.") }
        let changed = try CampaignTable.show(campaign.id, of: context.workspace, in: transaction)
        try outbox.emit(CampaignChanged(campaign: changed), workspace: context.workspace, in: transaction)
        transaction.afterCommit { [signal] in signal.wake() }
        return changed
    }
}

extension ControlCampaign.Action {
    fileprivate var target: Campaign.Status {
        switch self {
        case .start, .resume: .running
        case .pause: .paused
        case .cancel: .cancelled
        }
    }

    fileprivate var sources: Set<Campaign.Status> {
        switch self {
        case .start: [.draft]
        case .resume: [.paused]
        case .pause: [.running]
        case .cancel: [.draft, .running, .paused]
        }
    }
}
