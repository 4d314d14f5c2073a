import Contracts
import JSON

/// The state of a session as `session.status` tells it.
struct WAHASessionReport: Hashable, Sendable {
    /// In WAHA's words.
    let status: String
    let at: Timestamp?

    /// Takes the newest of the states told, since events come in any order.
    init?(_ payload: JSONValue, told: Timestamp?) {
        let history = payload["statuses"].array.compactMap { entry -> (String, Timestamp)? in
            guard let status = entry["status"].string, let at = WAHATime.read(entry["timestamp"]) else { return nil }
            return (status, at)
        }
        if let newest = history.max(by: { $0.1 < $1.1 }) {
            (status, at) = newest
        } else if let status = payload["status"].string {
            (self.status, at) = (status, told)
        } else {
            return nil
        }
    }
}
