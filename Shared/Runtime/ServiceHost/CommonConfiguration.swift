import Contracts
import Crypto
import Runtime

/// What all five services are told alike.
struct CommonConfiguration: Sendable {
    enum StoreChoice: Sendable {
        case sqlite
        /// `postgres://user:password@host/database`
        case postgres(url: String)
    }

    let folder: String
    let store: StoreChoice
    let bus: BusPlace
    /// 64 hexadecimal digits; nil for the key file in ``folder``.
    let clusterKey: String?
    let opsHost: String
    let opsPort: UInt16
    let logLevel: LogLevel

    init(reading reader: inout ConfigurationReader, for service: ServiceName) {
        folder = reader.string(
            "MYNAH_DATA",
            default: "./var",
            help: "The folder of tables, files, the cluster's key and the sockets of the bus."
        )
        store = Self.store(&reader)
        bus = BusPlace(reading: &reader, folder: folder)
        clusterKey = reader.secret(
            "MYNAH_CLUSTER_KEY",
            help: "The secret of all services, 64 hexadecimal digits; else MYNAH_DATA/cluster.key, made once."
        )
        opsHost = reader.string(
            "MYNAH_OPS_HOST",
            default: "127.0.0.1",
            help: "The address on which /healthz, /readyz and /metrics answer."
        )
        opsPort = UInt16(
            reader.integer(
                "MYNAH_OPS_PORT",
                default: service.opsPort,
                in: 0...65535,
                help: "Their port; 0 for a free one."
            )
        )
        logLevel = reader.choice("MYNAH_LOG_LEVEL", default: .info, help: "debug, info, warning, error or off.")
        if let clusterKey, (try? ClusterKey(hex: clusterKey, source: "")) == nil {
            reader.problem("MYNAH_CLUSTER_KEY", "must be 64 hexadecimal digits.")
        }
    }

    private static func store(_ reader: inout ConfigurationReader) -> StoreChoice {
        let name = "MYNAH_STORE"
        let text = reader.string(
            name,
            default: "sqlite",
            help: "sqlite (a file in MYNAH_DATA), or postgres://user:password@host/database."
        )
        if text == "sqlite" { return .sqlite }
        if text.hasPrefix("postgres://") || text.hasPrefix("postgresql://") { return .postgres(url: text) }
        reader.problem(name, "must be sqlite or an address that begins with postgres://.")
        return .sqlite
    }
}

extension ServiceName {
    /// Where it answers for operations unless told otherwise.
    package var opsPort: Int {
        switch self {
        case .gateway: 9090
        case .conversations: 9091
        case .enrichment: 9092
        case .campaigns: 9093
        case .media: 9094
        }
    }
}
