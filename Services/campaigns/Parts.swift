import Runtime
import ServiceHost
import Store

/// The tables of campaigns.
let migrations = [Migration(version: 1, name: "campaign", bytes: PackageResources.v0001_campaign_sql)]

/// Builds the campaigns service.
@Sendable func parts(_ host: Host<Configuration>) async throws -> ServiceParts {
    let signal = Signal()
    let contents = ContentsTable(
        drafts: CampaignDrafts(country: host.configuration.country),
        control: CampaignControl(outbox: host.outbox, signal: signal),
        listener: StatusListener(signal: signal)
    )
    let planner = SendPlanner(
        store: host.store,
        outbox: host.outbox,
        signal: signal,
        clock: host.clock,
        logger: host.logger
    )
    return ServiceParts(migrations: migrations, contents: contents.contents()) { _ in [planner] }
}
