import Bus
import Contracts
import HTTPServer

/// What is done to a message.
struct GestureHandlers: Sendable {
    let bus: Bus

    func react(_ call: Call<Caller, NoQuery, ReactionBody>) async throws -> Message {
        try await react(call, with: call.body.emoji)
    }

    func unreact(_ call: Call<Caller, NoQuery, NoBody>) async throws -> Message {
        try await react(call, with: nil)
    }

    func vote(_ call: Call<Caller, NoQuery, VoteBody>) async throws -> Message {
        let request = try VoteInPoll(
            conversation: call.path.id("id"),
            message: call.path.id("message"),
            options: call.body.options,
            staff: call.identity.staff?.id,
            scope: call.identity.branch
        )
        return try await bus.ask(request, workspace: call.identity.workspace)
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
}

struct ReactionBody: Codable, Sendable {
    /// One emoji; it takes the place of the one before.
    var emoji: String
}

struct VoteBody: Codable, Sendable {
    /// Texts of the poll's options, in place of those chosen before; none takes the vote back.
    var options: [String]
}

struct EditBody: Codable, Sendable {
    /// The new text or caption, 1 to 65,536 bytes.
    var text: String
}
