import Bus
import Contracts
import ServiceHost

await ServiceHost.main(.conversations, configuration: Configuration.init) { host in
    let metrics = ConversationMetrics(host.metrics)
    let contents = ConversationContents(
        outbox: host.outbox,
        metrics: metrics,
        country: host.configuration.country
    )
    return ServiceParts(migrations: Schema.migrations, contents: contents.contents()) { _ in
        [
            WordIndexing(store: host.store, clock: host.clock, logger: host.logger),
            NotificationSweeper(store: host.store, clock: host.clock, logger: host.logger),
            EchoAdoption(
                store: host.store,
                clock: host.clock,
                metrics: metrics,
                logger: host.logger,
                emit: { try host.outbox.emit($0, workspace: $1, in: $2) }
            ),
        ]
    }
}
