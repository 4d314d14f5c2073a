import Contracts
import HTTPServer

/// Keeps a token for some channels to what belongs to them.
///
/// What is not listed here is about more than one channel, and closed to such tokens.
struct ChannelScope: Sendable {
    /// The channel of a conversation; throws 404 `not_found` when there is none in the workspace.
    let channelOf: @Sendable (ConversationID, WorkspaceID) async throws -> ChannelID

    /// - Parameters:
    ///   - method: of the request.
    ///   - path: of the request.
    /// - Throws: 404 `not_found` for what belongs to another channel, 403 `token_scope`.
    func check(_ method: HTTPMethod, _ path: String, _ caller: Caller) async throws {
        guard let channels = caller.channels else { return }
        let segments = path.split(separator: "/").dropFirst().map(String.init)
        switch (segments.first, segments.dropFirst().first) {
        case ("auth", "me"), ("version", nil): return
        // The channel is in the body: the handler checks it.
        case ("waha", "messages") where path == "/api/waha/messages/send": return
        // Of each file the handler sees whether it is theirs.
        case ("waha", "media"): return
        case ("media", let file) where file != "retention": return
        // It is everybody's, and not for a part to change.
        case ("gallery", _) where method == .get: return
        case ("channels", let channel?): try caller.checkChannel(ChannelID(channel))
        // The history of a contact goes over all channels.
        case ("conversations", let conversation?) where segments.last != "history":
            let found = try await channelOf(ConversationID(conversation), caller.workspace)
            guard channels.contains(found) else { throw Problem.notFound("conversation") }
        default:
            throw Problem(403, "token_scope", "This token is for some channels only, and this is about more than them.")
        }
    }
}
