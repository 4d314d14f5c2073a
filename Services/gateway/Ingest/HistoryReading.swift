import Contracts
import JSON
import Runtime

/// One way through what WAHA keeps of a channel's past, since a moment: page by page, however much it is, holding
/// ``most`` messages at a time.
struct HistoryReading {
    /// How far it looks behind a moment, since webhooks and clocks come in any order: WAHA tells of a message when it has
    /// its file, which GOWS gives ten minutes, and a restart loses those that it has not told of.
    /// - Source: the WAHA fact sheet, 6.2.
    static let overlap = Duration.seconds(900)
    /// Messages that are told together, the oldest first.
    private static let most = 1_000
    private static let page = 100
    /// WAHA takes long to get more together.
    private static let overviewPage = 20

    let entry: ChannelDirectory.Entry
    let span: HistoryBook.Span
    let clock: WallClock
    /// Is given what was read.
    let tell: ([MessageReceived]) async throws -> Void
    /// Is told how much is behind it: what comes before that need not be read again.
    let reached: (Int) async throws -> Void

    private var session: String { entry.channel.session }

    /// WAHA gave one page twice: how far it reaches cannot be known.
    struct Stalled: Error {}

    /// Reads the last message of every chat, however old it is, as far as WAHA gets them together in time: with it the
    /// chat stands in the inbox.
    func runOverview() async throws {
        var (offset, last) = (0, [ChatID]())
        while true {
            let (page, isPlain) = try await entry.client.chatsOverview(
                session,
                limit: Self.overviewPage,
                offset: offset
            )
            let ids = page.map(\.id)
            // The plain list has no messages.
            guard !isPlain, !ids.isEmpty, ids != last else { return }
            last = ids
            try await tell(page.filter(\.id.isTalk).compactMap { received($0.lastMessage) })
            offset += Self.overviewPage
        }
    }

    func run() async throws {
        guard !span.across else { return try await read("all", from: span.place, reached) }
        var (read, since, place) = (Set<ChatID>(), span.since, span.place)
        var until = span.begun
        // A chat in which something happens meanwhile moves from behind to the front, past the place that is read. So it
        // is read again from there, until nothing has moved.
        while try await readChats(since, from: place, &read) {
            (since, place) = (until - Self.overlap, 0)
            until = clock.now()
        }
    }

    /// Reads the chats in which something happened since a moment, the latest first.
    /// - Parameter read: those that were read already.
    /// - Returns: whether there was one that was not.
    private func readChats(_ since: Timestamp, from place: Int, _ read: inout Set<ChatID>) async throws -> Bool {
        // They tell it to the second.
        let oldest = Timestamp(milliseconds: since.milliseconds / 1000 * 1000)
        var (found, offset, last) = (false, place, [ChatID]())
        while true {
            let page = try await entry.client.chats(session, limit: Self.page, offset: offset)
            let ids = page.map(\.id)
            guard !ids.isEmpty else { return found || place > 0 }
            guard ids != last else { throw Stalled() }
            last = ids
            let active = page.filter { $0.activity.map { $0 >= oldest } ?? true }
            for chat in active where chat.id.isTalk && read.insert(chat.id).inserted {
                try await self.read(chat.id.text)
                found = true
            }
            guard !active.isEmpty else { return found || place > 0 }
            offset += Self.page
            if since == span.since { try await reached(offset) }
        }
    }

    /// Reads a chat, or all at once, the newest first. Engines filter after paging, so that a page may be short though
    /// more follows: an empty one is the end.
    private func read(
        _ chat: String,
        from place: Int = 0,
        _ reached: ((Int) async throws -> Void)? = nil
    ) async throws {
        var (offset, held, last) = (place, [MessageReceived](), [String]())
        while true {
            let page = try await entry.client.messages(
                session,
                in: chat,
                limit: Self.page,
                offset: offset,
                since: span.since
            )
            let ids = page.compactMap { WAHAMessageID.read($0)?.text }
            guard ids.isEmpty || ids != last else { throw Stalled() }
            last = ids
            held += page.compactMap(received)
            offset += Self.page
            guard page.isEmpty || held.count >= Self.most else { continue }
            try await tell(held.sorted { $0.timestamp < $1.timestamp })
            guard !page.isEmpty else { return }
            held = []
            try await reached?(offset)
        }
    }

    private func received(_ json: JSONValue) -> MessageReceived? {
        guard case .message(let message) = WAHAMessage.read(json) else { return nil }
        var event = message.received(on: entry.channel.id, told: clock.now())
        event.backfilled = true
        event.past = isPast(event.timestamp) ? true : nil
        // History does not tell what made our own; one of a send in progress must not become a message of its own.
        if event.providerId.fromMe { event.source = event.past == true ? .app : .api }
        return event
    }

    /// Whether it was written before the channel was there, by seconds.
    private func isPast(_ moment: Timestamp) -> Bool {
        moment.milliseconds / 1000 < entry.channel.createdAt.milliseconds / 1000
    }
}

extension ChatID {
    /// Whether people talk there: stories and newsletters are not read.
    fileprivate var isTalk: Bool { kind != .broadcast && kind != .newsletter }
}
