import Bus
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

    enum BusChoice: Sendable {
        case ipc(folder: String)
        /// `host:port` each.
        case tcp(bind: String, peers: [String])
    }

    let folder: String
    let store: StoreChoice
    let bus: BusChoice
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
        bus = Self.bus(&reader, folder: folder)
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

    private static func bus(_ reader: inout ConfigurationReader, folder: String) -> BusChoice {
        let name = "MYNAH_BUS"
        let text = reader.string(
            name,
            default: "ipc",
            help: "How services meet: ipc (in MYNAH_DATA/bus), ipc://folder, or tcp://address:port to listen on."
        )
        let peers = peers(&reader)
        if text == "ipc" { return .ipc(folder: folder + "/bus") }
        if text.hasPrefix("ipc://"), text.utf8.count > 6 { return .ipc(folder: String(text.dropFirst(6))) }
        if let bind = endpoint(text) { return .tcp(bind: bind, peers: peers) }
        reader.problem(name, "must be ipc, ipc://folder or tcp://address:port, not “\(text)”.")
        return .ipc(folder: folder + "/bus")
    }

    private static func peers(_ reader: inout ConfigurationReader) -> [String] {
        let name = "MYNAH_BUS_PEERS"
        let text = reader.optional(
            name,
            help: "With tcp: the others, as tcp://name:port with commas between; a name may stand for many addresses."
        )
        let peers = (text ?? "").split { $0 == "," || $0.isWhitespace }.map(String.init)
        for peer in peers where endpoint(peer) == nil {
            reader.problem(name, "must hold tcp://name:port with commas between, not “\(peer)”.")
        }
        return peers.compactMap(endpoint)
    }

    /// `host:port` of `tcp://host:port`.
    private static func endpoint(_ text: String) -> String? {
        guard text.hasPrefix("tcp://") else { return nil }
        let endpoint = text.dropFirst(6)
        guard let colon = endpoint.lastIndex(of: ":"), colon > endpoint.startIndex,
            UInt16(endpoint[endpoint.index(after: colon)...]) != nil
        else { return nil }
        return String(endpoint)
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
