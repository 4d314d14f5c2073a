import Contracts
import Crypto

/// A webhook as it came.
struct RawWebhook: Sendable {
    /// Empty for a session that nobody knows.
    let channel: String
    /// The event's own; of one without an id, a hash of its bytes.
    let eventID: String
    let receivedAt: Timestamp
    let body: [UInt8]

    init(_ envelope: WAHAEnvelope?, channel: ChannelID?, receivedAt: Timestamp, body: [UInt8]) {
        self.channel = channel?.text ?? ""
        eventID = envelope?.id ?? "sha256:\(SHA256.hex(of: body))"
        self.receivedAt = receivedAt
        self.body = body
    }
}
