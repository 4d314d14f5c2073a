import Contracts
import JSON

/// Webhooks that are kept in one row.
struct WebhookBatch {
    /// How one of them is known.
    struct Key: Hashable, SelfWriting {
        let channel: String
        let eventID: String
        /// Of its body, in bytes.
        let length: Int

        func write(to json: inout JSONText) {
            json.field("channel", channel)
            json.field("id", eventID)
            json.field("length", length)
        }
    }

    /// Bytes of bodies after which another row begins.
    private static let size = 256 << 10
    /// What the webhooks of one commit mostly have, in bytes.
    private static let usualSize = 32 << 10

    private var webhooks: [Key] = []
    /// One behind the other.
    private(set) var bodies: [UInt8] = []
    /// When the last of them came.
    private(set) var newest = Timestamp(milliseconds: 0)

    var isEmpty: Bool { webhooks.isEmpty }
    var isFull: Bool { bodies.count >= Self.size }

    mutating func append(_ webhook: RawWebhook) {
        if webhooks.isEmpty { bodies.reserveCapacity(Self.usualSize) }
        webhooks.append(Key(channel: webhook.channel, eventID: webhook.eventID, length: webhook.body.count))
        bodies += webhook.body
        newest = max(newest, webhook.receivedAt)
    }

    /// As JSON, for their row.
    var keys: String {
        String(decoding: JSONText.object { $0.field("webhooks", webhooks) }, as: UTF8.self)
    }

    /// - Returns: nil when they cannot be read.
    static func keys(_ text: String) -> [Key]? {
        guard let document = try? JSONDocument(text) else { return nil }
        return document.root["webhooks"].array.compactMap { key in
            guard let channel = key["channel"].string, let id = key["id"].string else { return nil }
            return Key(channel: channel, eventID: id, length: key["length"].int ?? 0)
        }
    }

    /// Of an id: they tell batches of one millisecond apart.
    static let idBits: Int64 = 20

    /// The lowest id of the batches of a moment.
    static func firstID(at moment: Timestamp) -> Int64 { moment.milliseconds << idBits }
}
