/// A fact that one service tells and any may hear, durable and in order per lane.
///
/// Fields may be added when they are optional; any other change is a new version with a new `topic`.
package protocol Event: Codable, Sendable {
    /// Name and version: `message.received.v1`.
    static var topic: String { get }
    /// The stream it travels on.
    static var stream: Stream { get }
    /// Events with one key keep their order.
    var laneKey: String { get }

    /// Reads one field by field, faster than its `Codable`, which tries again when this throws.
    static func read(_ fields: any FieldReader) throws -> Self
    /// Appends its JSON, faster than its `Codable`; false leaves it to that.
    func appendJSON(to bytes: inout [UInt8]) -> Bool
}

extension Event {
    package static func read(_: any FieldReader) throws -> Self { throw Unreadable() }
    package func appendJSON(to bytes: inout [UInt8]) -> Bool { false }
}

extension Event where Self: SelfWriting {
    package func appendJSON(to bytes: inout [UInt8]) -> Bool {
        append(to: &bytes)
        return true
    }
}

/// The streams of the bus and the service that tells on each.
package enum Stream: String, Codable, CaseIterable, Sendable {
    /// gateway: messages and reactions as the providers tell them.
    case inbound
    /// gateway: what became of a message on its way out.
    case delivery
    /// gateway: the state of the connected numbers.
    case session
    /// gateway: who works in a workspace.
    case access
    /// gateway: what browsers see, in one order per workspace.
    case feed
    /// conversations: threads and messages as they now are.
    case chat
    /// conversations and campaigns: messages to send.
    case outbound
    /// enrichment: people as they now are.
    case people
    /// campaigns: campaigns as they now are.
    case campaign
    /// media: what became of a file.
    case media
}

/// The five services.
package enum ServiceName: String, Codable, CaseIterable, Sendable {
    case gateway, conversations, enrichment, campaigns, media
}
