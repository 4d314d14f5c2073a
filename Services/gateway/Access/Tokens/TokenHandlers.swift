import Contracts
import HTTPServer

/// Tokens for other programs.
struct TokenHandlers: Sendable {
    let tokens: APITokens
    let channels: ChannelDirectory

    func list(_ call: Call<Caller, TokenListQuery, NoBody>) async throws -> Page<APIToken> {
        try await tokens.list(call.query, of: call.identity.workspace, scope: call.identity.branch)
    }

    func create(_ call: Call<Caller, NoQuery, NewAPIToken>) async throws -> MadeAPIToken {
        for channel in call.body.channels ?? [] { _ = try channels.entry(channel, of: call.identity.workspace) }
        return try await tokens.make(call.body, by: call.identity)
    }

    func delete(_ call: Call<Caller, NoQuery, NoBody>) async throws -> NoContent {
        let caller = call.identity
        try await tokens.delete(call.path.text("id"), of: caller.workspace, scope: caller.branch)
        return NoContent()
    }
}
