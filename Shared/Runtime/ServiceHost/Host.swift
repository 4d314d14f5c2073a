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
}
