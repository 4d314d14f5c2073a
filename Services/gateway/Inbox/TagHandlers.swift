import Bus
import Contracts
import HTTPServer

/// The workspace's tags.
struct TagHandlers: Sendable {
    let bus: Bus

    func list(_ call: Call<Caller, NoQuery, NoBody>) async throws -> Page<Tag> {
        try await bus.ask(ListTags(), workspace: call.identity.workspace)
    }

    func create(_ call: Call<Caller, NoQuery, TagFields>) async throws -> Tag {
        let request = CreateTag(fields: call.body, by: call.identity.staff?.id)
        return try await bus.ask(request, workspace: call.identity.workspace)
    }

    func update(_ call: Call<Caller, NoQuery, TagFields>) async throws -> Tag {
        let request = try UpdateTag(tag: call.path.id("id"), fields: call.body, by: call.identity.staff?.id)
        return try await bus.ask(request, workspace: call.identity.workspace)
    }

    func show(_ call: Call<Caller, NoQuery, NoBody>) async throws -> TagUse {
        try await bus.ask(ShowTag(tag: call.path.id("id")), workspace: call.identity.workspace)
    }

    func delete(_ call: Call<Caller, TagDeletionQuery, NoBody>) async throws -> DeletedTag {
        let request = try DeleteTag(tag: call.path.id("id"), expected: call.query.expected)
        return try await bus.ask(request, workspace: call.identity.workspace)
    }
}

struct TagDeletionQuery: Codable, Sendable {
    /// How many conversations have the tag, as `GET /api/tags/{id}` has told. Without it only a tag that is on none is
    /// deleted.
    var expected: Int?
}
