import Contracts

/// What browsers see: one thing that happened, as a row of the gateway's own outbox, in one order per workspace.
struct FeedItem<Content: Codable & Sendable>: Event {
    static var topic: String { "feed.item.v1" }
    static var stream: Contracts.Stream { .feed }
    var laneKey: String { workspace.text }

    let workspace: WorkspaceID
    let type: FeedItemType
    let at: Timestamp
    /// Those who belong to another branch do not see it; nil for what is of no branch.
    var branch: String?
    /// The one person who sees it; nil for what is not for one alone.
    var staff: StaffID?
    let data: Content

    /// Asks at run time, since not every content writes itself.
    func appendJSON(to bytes: inout [UInt8]) -> Bool {
        guard let item = self as? any SelfWriting else { return false }
        item.append(to: &bytes)
        return true
    }
}

extension FeedItem: SelfWriting where Content: SelfWriting {
    func write(to json: inout JSONText) {
        json.field("workspace", workspace.text)
        json.field("type", type.rawValue)
        json.field("at", at)
        json.field("branch", branch)
        json.field("staff", staff?.text)
        json.field("data", data)
    }
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
    case notificationAdded = "notification.added"
    case notificationRead = "notification.read"

    /// Whether it is for one person alone, whatever they may view.
    var isPersonal: Bool { self == .notificationAdded || self == .notificationRead }

    /// Those see it who may view one of these modules.
    var modules: Set<PermissionModule> {
        switch self {
        case .messageAdded, .messageChanged, .conversationChanged, .conversationJoined, .tagsChanged, .mediaChanged:
            [.chats]
        case .sessionChanged, .sessionHealth, .channelChanged: [.chats]
        case .contactChanged: [.people, .chats]
        case .campaignChanged: [.campaigns]
        case .notificationAdded, .notificationRead: []
        }
    }
}
