import Contracts
import Synchronization

/// Who looks at what, as this instance knows it: chats whose presence is passed on.
final class PresenceWatches: Sendable {
    /// How long one lasts unless it is renewed.
    static let lifetime = Duration.seconds(90)
    /// Addresses that are watched at one time.
    static let limit = 20_000

    private struct Key: Hashable {
        let channel: ChannelID
        let chat: ChatID
    }

    private let state = Mutex<[Key: PresenceWatch]>([:])

    /// - Returns: false when there are too many already.
    @discardableResult
    func note(_ watch: PresenceWatch, now: Timestamp) -> Bool {
        state.withLock { state in
            if state.count + watch.chats.count > Self.limit { state = state.filter { $0.value.until > now } }
            guard state.count + watch.chats.count <= Self.limit else { return false }
            for chat in watch.chats {
                let key = Key(channel: watch.channel, chat: chat)
                if let known = state[key], known.until > watch.until { continue }
                state[key] = watch
            }
            return true
        }
    }

    /// The one that a chat belongs to; nil while nobody looks at it.
    func find(_ chat: ChatID, on channel: ChannelID, now: Timestamp) -> PresenceWatch? {
        state.withLock { state in
            let key = Key(channel: channel, chat: chat)
            guard let watch = state[key] else { return nil }
            guard watch.until > now else {
                state[key] = nil
                return nil
            }
            return watch
        }
    }
}
