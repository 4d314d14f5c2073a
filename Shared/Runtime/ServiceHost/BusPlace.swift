package import Runtime

/// Where services meet.
package enum BusPlace: Sendable, Hashable {
    case ipc(folder: String)
    /// `host:port` each.
    case tcp(bind: String, peers: [String])

    /// - Parameter folder: `MYNAH_DATA`.
    package init(reading reader: inout ConfigurationReader, folder: String) {
        let name = "MYNAH_BUS"
        let text = reader.string(
            name,
            default: "ipc",
            help: "How services meet: ipc (in MYNAH_DATA/bus), ipc://folder, or tcp://address:port to listen on."
        )
        let peers = Self.peers(&reader)
        self = .ipc(folder: folder + "/bus")
        if text.hasPrefix("ipc://"), text.utf8.count > 6 {
            self = .ipc(folder: String(text.dropFirst(6)))
        } else if let bind = Self.endpoint(text) {
            self = .tcp(bind: bind, peers: peers)
        } else if text != "ipc" {
            reader.problem(name, "must be ipc, ipc://folder or tcp://address:port, not “\(text)”.")
        }
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
