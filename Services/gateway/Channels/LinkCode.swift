import Bus
import Contracts

/// A code by which a phone is linked to a channel's session. It is good for seconds and kept nowhere: whoever is connected
/// to the feed and may link phones is shown it, others ask for it.
struct LinkCode: Codable, Hashable, Sendable {
    /// What the feed calls it.
    static let type = "session.code"

    var channel: ChannelID
    /// What the QR code says: `2@…`; nil for a code to type.
    var qr: String?
    /// The QR code as PNG, in base64.
    var image: String?
    /// To be typed under Linked devices, Link with phone number: `ABCD-EFGH`; nil for a QR code.
    var pairingCode: String?
    var at: Timestamp
}

/// One as the instances of the gateway tell it each other.
struct LinkCodeNote: Broadcast, Hashable {
    static let name = "link.code"

    var workspace: WorkspaceID
    var code: LinkCode
}
