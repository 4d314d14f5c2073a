import Contracts
import JSON

/// What is around every event of WAHA's.
struct WAHAEnvelope: Sendable {
    /// `evt_…`: the same for every repetition; nil when WAHA left it out.
    let id: String?
    let event: String
    let session: String
    let timestamp: Timestamp?
    let payload: JSONValue
    private let root: JSONValue

    /// Nil when it names no event: JSON, but no event of WAHA's.
    init?(_ root: JSONValue) {
        guard let event = root["event"].string else { return nil }
        id = root["id"].text.flatMap { $0.isEmpty || $0.utf8.count > 128 ? nil : $0 }
        self.event = event
        session = root["session"].string ?? ""
        timestamp = WAHATime.read(root["timestamp"])
        payload = root["payload"]
        self.root = root
    }

    /// `GOWS`, `NOWEB`, `WEBJS`.
    var engine: String? { root["engine"].string }
}
