import Contracts

/// What browsers see: one thing that happened, as a row of the gateway's own outbox, in one order per workspace.
struct FeedItem<Content: Codable & Sendable>: Event {
    static var topic: String { "feed.item.v1" }
    static var stream: Contracts.Stream { .feed }
    var laneKey: String { workspace.text }

    let workspace: WorkspaceID
    let type: FeedItemType
    let at: Timestamp
    let data: Content
}

/// The kinds of things that happen.
enum FeedItemType: String, Codable, CaseIterable, Sendable {
    case messageAdded = "message.added"
    case messageChanged = "message.changed"
    case conversationChanged = "conversation.changed"
    case conversationJoined = "conversation.joined"
    case tagsChanged = "tags.changed"
    case contactChanged = "contact.changed"
    case campaignChanged = "campaign.changed"
    case mediaChanged = "media.changed"
    case sessionChanged = "session.changed"
    case sessionHealth = "session.health"
    case channelChanged = "channel.changed"
}
