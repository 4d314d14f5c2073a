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

    func show(_ call: Call<Caller, NoQuery, NoBody>) async throws -> Message {
        let request = try ShowMessage(
            conversation: call.path.id("id"),
            message: call.path.id("message"),
            scope: call.identity.branch
        )
        return try await bus.ask(request, workspace: call.identity.workspace)
    }
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
