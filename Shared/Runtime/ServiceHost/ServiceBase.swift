import Bus
import Contracts
import Crypto
import Runtime
import Store

/// What stands before the store is open.
struct ServiceBase: Sendable {
    let common: CommonConfiguration
    let clusterKey: ClusterKey
    let outbox: Outbox
    let logger: Logger
    let metrics: Metrics
    let readiness: Readiness

    /// - Throws: ``CryptoError``.
    static func clusterKey(_ common: CommonConfiguration) throws(CryptoError) -> ClusterKey {
        guard let hex = common.clusterKey else { return try ClusterKey(file: common.folder + "/cluster.key") }
        return try ClusterKey(hex: hex, source: "MYNAH_CLUSTER_KEY")
    }

    func host<Configuration>(
        _ service: ServiceName,
        _ own: Configuration,
        _ store: any Store,
        _ clock: WallClock
    ) -> Host<Configuration> {
        Host(
            service: service,
            configuration: own,
            store: store,
            outbox: outbox,
            clock: clock,
            logger: logger,
            metrics: metrics,
            readiness: readiness,
            clusterKey: clusterKey,
            folder: common.folder
        )
    }

    func bus(_ service: ServiceName, _ store: any Store, _ contents: Contents, _ clock: WallClock) -> Bus {
        let transport: BusConfiguration.Transport =
            switch common.bus {
            case .ipc(let folder): .ipc(folder: folder)
            case .tcp(let bind, let peers): .tcp(bind: bind, peers: peers, keys: clusterKey.curveKeyPair("bus"))
            }
        return Bus(
            BusConfiguration(transport),
            service: service,
            store: store,
            outbox: outbox,
            contents: contents,
            clock: clock,
            logger: logger,
            metrics: metrics,
            readiness: readiness
        )
    }
}
