import Bus
import Contracts
import Runtime
import Synchronization

/// Passes presence on to all who may see it, on every instance of the gateway: a few times a second, the newest of each
/// person, and nothing of what nobody looks at.
final class PresenceRelay: Sendable {
    /// Between two broadcasts; what comes in between is told together.
    static let interval = Duration.milliseconds(200)
    /// What WAHA tells later than this is over.
    static let freshness = Duration.seconds(30)
    /// Watches, and people, that are told together; what is more is dropped.
    static let most = 512

    private struct State {
        var watches: [ConversationID: PresenceWatch] = [:]
        var notes: [PresenceItem.Key: PresenceNote] = [:]
    }

    private let watches = PresenceWatches()
    private let clock: WallClock
    private let state = Mutex(State())
    private let signal = Signal()

    init(clock: WallClock) {
        self.clock = clock
    }

    /// WAHA has told how people are present in a chat.
    /// - Parameter moment: when it told it; webhooks come late and in any order.
    func heard(_ presence: WAHAPresence, at moment: Timestamp, on channel: Channel) {
        let now = clock.now()
        guard now < moment + Self.freshness, let watch = watches.find(presence.chat, on: channel.id, now: now),
            watch.workspace == channel.workspace
        else { return }
        tell(
            presence.people.map { person in
                let addresses = presence.chat.kind == .group ? [person.chatId] : watch.chats
                let item = PresenceItem(
                    conversationId: watch.conversation,
                    chatId: addresses.first ?? person.chatId,
                    phoneNumber: addresses.lazy.compactMap(\.phoneDigits).first.map { "+\($0)" },
                    state: person.state,
                    lastSeenAt: person.lastSeenAt,
                    at: min(moment, now)
                )
                return PresenceNote(workspace: watch.workspace, branch: watch.branch, item: item)
            }
        )
    }

    /// A colleague writes, or no more.
    func show(
        _ state: WAHAClient.Presence,
        of staff: StaffBrief,
        in conversation: ConversationSummary,
        of workspace: WorkspaceID
    ) {
        let item = PresenceItem(conversationId: conversation.id, staff: staff, state: state, at: clock.now())
        tell([PresenceNote(workspace: workspace, branch: conversation.contact?.branch, item: item)])
    }

    /// From now on what is told of a chat is passed on, for ``PresenceWatches/lifetime``.
    /// - Returns: false when too much is looked at already.
    func watch(_ watch: PresenceWatch) -> Bool {
        guard watches.note(watch, now: clock.now()) else { return false }
        state.withLock { state in
            guard state.watches.count < Self.most || state.watches[watch.conversation] != nil else { return }
            state.watches[watch.conversation] = watch
        }
        signal.wake()
        return true
    }

    private func tell(_ notes: [PresenceNote]) {
        state.withLock { state in
            for note in notes {
                let key = note.item.key
                if let held = state.notes[key], held.item.at > note.item.at { continue }
                guard state.notes.count < Self.most || state.notes[key] != nil else { continue }
                state.notes[key] = note
            }
        }
        signal.wake()
    }

    /// What was told since it was last asked.
    func take() -> PresenceNews {
        state.withLock { state in
            defer { state = State() }
            return PresenceNews(watches: Array(state.watches.values), notes: Array(state.notes.values))
        }
    }

    /// Takes what an instance of the gateway has told.
    /// - Returns: what browsers are to be shown.
    func took(_ news: PresenceNews) -> [PresenceNote] {
        let now = clock.now()
        for watch in news.watches where watch.until <= now + PresenceWatches.lifetime + Self.freshness {
            watches.note(watch, now: now)
        }
        return news.notes
    }

    /// What carries it over the bus into the feeds of all instances, until cancelled.
    func services(_ bus: Bus, into feed: LiveFeed) -> [any Service] {
        [
            ServiceTask("presence out") { [self] in
                while !Task.isCancelled {
                    await signal.wait(atMost: .seconds(60))
                    let news = take()
                    guard !news.isEmpty else { continue }
                    bus.broadcast(news)
                    try await Task.sleep(for: Self.interval)
                }
            },
            ServiceTask("presence in") { [self] in
                for await news in bus.broadcasts(of: PresenceNews.self) { feed.show(took(news)) }
            },
        ]
    }
}
