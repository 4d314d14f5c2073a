import Bus
import Contracts
import HTTPServer

/// The messages of a conversation.
struct MessageHandlers: Sendable {
    let bus: Bus

    func list(_ call: Call<Caller, MessageListQuery, NoBody>) async throws -> MessageWindow {
        let request = try ListMessages(
            conversation: call.path.id("id"),
            limit: call.query.limit ?? 100,
            before: call.query.before,
            after: call.query.after,
            around: call.query.around,
            scope: call.identity.branch
        )
        return try await bus.ask(request, workspace: call.identity.workspace)
    }

    func search(_ call: Call<Caller, MessageSearchQuery, NoBody>) async throws -> Page<FoundMessage> {
        let request = SearchMessages(
            words: call.query.q ?? "",
            conversation: call.query.conversation,
            limit: call.query.limit ?? 20,
            cursor: call.query.cursor,
            scope: call.identity.branch
        )
        return try await bus.ask(request, workspace: call.identity.workspace)
    }

    func show(_ call: Call<Caller, NoQuery, NoBody>) async throws -> Message {
        let request = try ShowMessage(
            conversation: call.path.id("id"),
            message: call.path.id("message"),
            scope: call.identity.branch
        )
        return try await bus.ask(request, workspace: call.identity.workspace)
    }
}

/// Which messages are looked for.
struct MessageSearchQuery: Codable, Sendable {
    /// Words, all of them in the message; of the last one the beginning is enough. 1 to 128 characters.
    var q: String?
    /// Only messages of this conversation.
    var conversation: ConversationID?
    /// 1 to 50; 20 when absent.
    var limit: Int?
    var cursor: String?
}

/// A window of a thread; at most one of `before`, `after` and `around`.
struct MessageListQuery: Codable, Sendable {
    /// 1 to 100; 100 when absent.
    var limit: Int?
    /// Only messages before this one: a `nextCursor`, or a message id.
    var before: String?
    /// The messages that follow this one: a `newerCursor`, or a message id.
    var after: String?
    /// This message and its neighbours: a message id.
    var around: String?
}
