import Bus
import Contracts
import HTTPServer

/// What is done to a message, and what is shown of somebody who writes.
struct GestureHandlers: Sendable {
    let bus: Bus
    let channels: ChannelDirectory

    func react(_ call: Call<Caller, NoQuery, ReactionBody>) async throws -> Message {
        try await react(call, with: call.body.emoji)
    }

    func unreact(_ call: Call<Caller, NoQuery, NoBody>) async throws -> Message {
        try await react(call, with: nil)
    }

    func edit(_ call: Call<Caller, NoQuery, EditBody>) async throws -> Message {
        let request = try EditMessage(
            conversation: call.path.id("id"),
            message: call.path.id("message"),
            text: call.body.text,
            staff: call.identity.staff?.id,
            scope: call.identity.branch
        )
        return try await bus.ask(request, workspace: call.identity.workspace)
    }

    func revoke(_ call: Call<Caller, NoQuery, NoBody>) async throws -> Message {
        let request = try RevokeMessage(
            conversation: call.path.id("id"),
            message: call.path.id("message"),
            staff: call.identity.staff?.id,
            scope: call.identity.branch
        )
        return try await bus.ask(request, workspace: call.identity.workspace)
    }

    func setAI(_ call: Call<Caller, NoQuery, MessageAI>) async throws -> Message {
        let request = try SetMessageAI(
            conversation: call.path.id("id"),
            message: call.path.id("message"),
            ai: call.body,
            scope: call.identity.branch
        )
        return try await bus.ask(request, workspace: call.identity.workspace)
    }

    /// Fleeting: told to WhatsApp at once or not at all.
    func typing(_ call: Call<Caller, NoQuery, TypingBody>) async throws -> NoContent {
        let presence: WAHAClient.Presence = call.body.state == .start ? .typing : .paused
        return try await show(presence, in: call.path.id("id"), for: call.identity)
    }

    func presence(_ call: Call<Caller, NoQuery, PresenceBody>) async throws -> NoContent {
        try await show(call.body.presence, in: call.path.id("id"), for: call.identity)
    }

    private func react<Body>(_ call: Call<Caller, NoQuery, Body>, with emoji: String?) async throws -> Message {
        let request = try ReactToMessage(
            conversation: call.path.id("id"),
            message: call.path.id("message"),
            emoji: emoji,
            staff: call.identity.staff?.id,
            scope: call.identity.branch
        )
        return try await bus.ask(request, workspace: call.identity.workspace)
    }

    private func show(
        _ presence: WAHAClient.Presence,
        in conversation: ConversationID,
        for caller: Caller
    ) async throws -> NoContent {
        let request = ShowConversation(conversation: conversation, scope: caller.branch)
        let found = try await bus.ask(request, workspace: caller.workspace)
        let entry = try channels.entry(found.channelId, of: caller.workspace)
        try channels.checkWorking(found.channelId)
        do {
            try await entry.client.setPresence(entry.channel.session, presence, in: found.chatId)
        } catch {
            throw error.problem
        }
        return NoContent()
    }
}

struct ReactionBody: Codable, Sendable {
    /// One emoji; it takes the place of the one before.
    var emoji: String
}

struct EditBody: Codable, Sendable {
    /// The new text or caption, 1 to 65,536 bytes.
    var text: String
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
