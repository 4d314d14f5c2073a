import Bus
import Contracts
import JSON

/// What the heartbeats tell of the services.
struct HeardPeers {
    struct Peer {
        /// Of its outbox.
        let origin: String
        let lanes: [Lane]
    }

    private(set) var peers: [ServiceName: [String: Peer]] = [:]

    mutating func hear(_ message: WireMessage) {
        guard message.kind == "beat" else { return }
        let beat = message.json
        guard let service = beat["service"].string.flatMap(ServiceName.init), let instance = beat["instance"].string,
            let origin = beat["origin"].string, let bits = beat["lanes"].string.flatMap({ UInt64($0, radix: 16) })
        else { return }
        let isLeaving = beat["isLeaving"].bool == true
        let lanes = Lane.all.filter { bits & 1 << UInt64($0.number) != 0 }
        peers[service, default: [:]][instance] = isLeaving ? nil : Peer(origin: origin, lanes: lanes)
    }

    /// A lane in which the service answers.
    func lane(of service: ServiceName) -> Lane? {
        peers[service]?.values.compactMap { $0.lanes.randomElement() }.first
    }

    /// The service's outbox.
    func origin(of service: ServiceName) -> String? {
        peers[service]?.values.first { !$0.lanes.isEmpty }?.origin
    }
}
