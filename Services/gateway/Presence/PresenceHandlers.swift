import Bus
import Contracts
import HTTPServer
import Runtime

/// Presence in a conversation: ours is shown to WhatsApp and to colleagues, theirs is watched.
///
/// All of it is fleeting: told at once or not at all.
struct PresenceHandlers: Sendable {
    let bus: Bus
    let channels: ChannelDirectory
    let relay: PresenceRelay
    let subscriptions: PresenceSubscriptions
    let feed: LiveFeed
    let clock: WallClock

    /// Somebody looks at the conversation: for a while, what its people do comes over the live feed as
    /// `presence.changed`.
    func watch(_ call: Call<Caller, NoQuery, NoBody>) async throws -> WatchedPresence {
        ActivityRequest.leavesNothing()
        let caller = call.identity
        let found = try await conversation(call.path.id("id"), for: caller)
        let entry = try channels.entry(found.channelId, of: caller.workspace)
        let chats = await subscriptions.subscribe(entry, to: found.chatId)
        let watch = PresenceWatch(
            workspace: caller.workspace,
            channel: found.channelId,
            chats: Self.addresses(of: found, known: chats ?? []),
            conversation: found.id,
            branch: found.contact?.branch,
            until: clock.now() + PresenceWatches.lifetime
        )
        guard relay.watch(watch) else {
            throw Problem(503, "too_many_watched", "Too many conversations are watched just now.", retryAfter: 30)
        }
        return WatchedPresence(
            conversationId: found.id,
            expiresAt: watch.until,
            subscribed: chats != nil,
            presences: feed.fleeting.presences(in: found.id, of: caller.workspace)
        )
    }

    /// The conversation's own first, each once.
    private static func addresses(of found: ConversationSummary, known: [ChatID]) -> [ChatID] {
        let phone = found.phoneNumber.map { ChatID(phoneDigits: String($0.dropFirst())) }
        let others = Set(known + [phone].compactMap(\.self)).subtracting([found.chatId])
        return [found.chatId] + others.sorted { $0.text < $1.text }
    }

    func typing(_ call: Call<Caller, NoQuery, TypingBody>) async throws -> NoContent {
        let presence: WAHAClient.Presence = call.body.state == .start ? .typing : .paused
        return try await show(presence, in: call.path.id("id"), for: call.identity)
    }

    func presence(_ call: Call<Caller, NoQuery, PresenceBody>) async throws -> NoContent {
        try await show(call.body.presence, in: call.path.id("id"), for: call.identity)
    }

    private func show(
        _ presence: WAHAClient.Presence,
        in id: ConversationID,
        for caller: Caller
    ) async throws -> NoContent {
        ActivityRequest.leavesNothing()
        let found = try await conversation(id, for: caller)
        let entry = try channels.entry(found.channelId, of: caller.workspace)
        // Colleagues see who writes whether or not the customer can.
        if let staff = caller.staff, !presence.isOfTheNumber {
            relay.show(presence, of: StaffBrief(id: staff.id, name: staff.name), in: found, of: caller.workspace)
        }
        try channels.checkWorking(found.channelId)
        do {
            try await entry.client.setPresence(entry.channel.session, presence, in: found.chatId)
        } catch {
            throw error.problem
        }
        return NoContent()
    }

    private func conversation(_ id: ConversationID, for caller: Caller) async throws -> ConversationSummary {
        try await bus.ask(ShowConversation(conversation: id, scope: caller.branch), workspace: caller.workspace)
    }
}

struct TypingBody: Codable, Sendable {
    enum State: String, Codable, CaseIterable, Sendable {
        case start, stop
    }

    var state: State
}

struct PresenceBody: Codable, Sendable {
    /// `online` and `offline` are the number's, the others are shown in the chat.
    var presence: WAHAClient.Presence
}

/// That a conversation's presence comes over the live feed.
struct WatchedPresence: Codable, Sendable {
    var conversationId: ConversationID
    /// Ask again before then while the conversation is looked at.
    var expiresAt: Timestamp
    /// False while WhatsApp was not asked: the session does not work, or too much was asked of it. Ask again in a while.
    var subscribed: Bool
    /// What was told in the last half minute, the newest of each person.
    var presences: [PresenceItem]
}
