import Bus
import Contracts
import HTTPServer

/// How long files are kept.
struct RetentionHandlers: Sendable {
    let bus: Bus

    func show(_ call: Call<Caller, NoQuery, NoBody>) async throws -> MediaRetention {
        try await bus.ask(ShowRetention(), workspace: call.identity.workspace)
    }

    func set(_ call: Call<Caller, NoQuery, MediaRetention>) async throws -> MediaRetention {
        try call.identity.checkSeesAllBranches("how long files are kept is")
        return try await bus.ask(SetRetention(retention: call.body), workspace: call.identity.workspace)
    }
}
