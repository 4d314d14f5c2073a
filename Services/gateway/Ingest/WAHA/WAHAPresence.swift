import Contracts
import JSON

/// `presence.update`: how people are present in a chat.
/// - Source: WAHA documentation, presence.
struct WAHAPresence: Hashable, Sendable {
    struct Person: Hashable, Sendable {
        let chatId: ChatID
        let state: WAHAClient.Presence
        let lastSeenAt: Timestamp?
    }

    /// Of one event, the first so many.
    private static let most = 64

    let chat: ChatID
    /// Those of a state that this version knows; one at least.
    let people: [Person]

    /// Nil when it names no chat or nobody.
    init?(_ payload: JSONValue) {
        guard let chat = payload["id"].chat else { return nil }
        people = payload["presences"].array.prefix(Self.most).compactMap { entry in
            guard let state = entry["lastKnownPresence"].string.flatMap(WAHAClient.Presence.init) else { return nil }
            guard let person = entry["participant"].chat ?? (chat.kind == .group ? nil : chat) else { return nil }
            return Person(chatId: person, state: state, lastSeenAt: WAHATime.read(entry["lastSeen"]))
        }
        guard !people.isEmpty else { return nil }
        self.chat = chat
    }
}
