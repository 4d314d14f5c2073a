package import Contracts
package import Crypto
package import Bus
package import Runtime
package import Store

/// What a service builds its parts from.
package struct Host<Configuration: Sendable>: Sendable {
    package let service: ServiceName
    /// The service's own.
    package let configuration: Configuration
    /// Open; its tables are brought up to date once the parts are told.
    package let store: any Store
    /// Where its events go.
    package let outbox: Outbox
    package let clock: WallClock
    package let logger: Logger
    package let metrics: Metrics
    package let readiness: Readiness
    /// The secret that all services share.
    package let clusterKey: ClusterKey
    /// `MYNAH_DATA`: a folder that can be written to, without a slash at its end.
    package let folder: String

    package init(
        service: ServiceName,
        configuration: Configuration,
        store: any Store,
        outbox: Outbox,
        clock: WallClock,
        logger: Logger,
        metrics: Metrics,
        readiness: Readiness,
        clusterKey: ClusterKey,
        folder: String
    ) {
        self.service = service
        self.configuration = configuration
        self.store = store
        self.outbox = outbox
        self.clock = clock
        self.logger = logger
        self.metrics = metrics
        self.readiness = readiness
        self.clusterKey = clusterKey
        self.folder = folder
    }
}
