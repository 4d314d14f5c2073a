import Bus
import Contracts
import ServiceHost

await ServiceHost.main(.conversations, configuration: Configuration.init) { host in
    let contents = ConversationContents(outbox: host.outbox, country: host.configuration.country)
    return ServiceParts(migrations: Schema.migrations, contents: contents.contents()) { _ in
        [
            EchoAdoption(store: host.store, clock: host.clock, logger: host.logger) { event, workspace, transaction in
                try host.outbox.emit(event, workspace: workspace, in: transaction)
            }
        ]
    }
}
