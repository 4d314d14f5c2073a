import Contracts
import Runtime
import Synchronization

/// Asks WAHA to tell how people are present in a chat: for each chat now and then, and on each number no faster than
/// WhatsApp likes.
final class PresenceSubscriptions: Sendable {
    /// After this time it is asked for again, in case WhatsApp has forgotten.
    static let lifetime = Duration.seconds(600)
    /// Chats that are remembered.
    private static let limit = 20_000
    /// Chats per minute on one number, and at once after a quiet spell.
    private static let rate = (perMinute: 60, burst: 30)

    private struct Key: Hashable {
        let channel: ChannelID
        let chat: ChatID
    }

    private struct Known {
        let at: Timestamp
        /// The session's, whose end is the subscription's.
        let workingSince: Timestamp
        let other: ChatID?
    }

    private struct State {
        var known: [Key: Known] = [:]
        var paces: [ChannelID: Pace] = [:]
    }

    private let clock: WallClock
    private let logger: Logger
    private let state = Mutex(State())

    init(clock: WallClock, logger: Logger) {
        self.clock = clock
        self.logger = logger
    }

    /// - Returns: the addresses under which the chat's presence is told; nil while it is not: the session does not work,
    ///   WAHA does not answer, or too many were asked for. It is to be asked again then.
    func subscribe(_ entry: ChannelDirectory.Entry, to chat: ChatID) async -> [ChatID]? {
        let channel = entry.channel
        guard channel.isWorking else { return nil }
        let key = Key(channel: channel.id, chat: chat)
        let now = clock.now()
        let (known, mayAsk) = state.withLock { state -> (Known?, Bool) in
            if let known = state.known[key], known.workingSince == channel.statusAt, now < known.at + Self.lifetime {
                return (known, false)
            }
            let pace = Pace(rate: Self.rate.perMinute, burst: Self.rate.burst, now: now)
            return (nil, state.paces[channel.id, default: pace].take(.staff, now: now) == nil)
        }
        if let known { return [chat] + [known.other].compactMap(\.self) }
        guard mayAsk else { return nil }
        do {
            try await entry.client.subscribePresence(channel.session, of: chat)
        } catch {
            logger.info("presence not subscribed to", ["channel": channel.id, "error": "\(error)"])
            return nil
        }
        // The other address is a help: engines tell presence by either.
        let other = try? await entry.client.otherAddress(channel.session, of: chat)
        remember(Known(at: now, workingSince: channel.statusAt, other: other), key)
        return [chat] + [other].compactMap(\.self)
    }

    private func remember(_ known: Known, _ key: Key) {
        state.withLock { state in
            if state.known.count >= Self.limit {
                let oldest = known.at - Self.lifetime
                state.known = state.known.filter { $0.value.at > oldest }
            }
            guard state.known.count < Self.limit else { return }
            state.known[key] = known
        }
    }
}
