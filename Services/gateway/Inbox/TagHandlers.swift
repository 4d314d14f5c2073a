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
        try await bus.ask(CreateTag(fields: call.body), workspace: call.identity.workspace)
    }

    func update(_ call: Call<Caller, NoQuery, TagFields>) async throws -> Tag {
        try await bus.ask(UpdateTag(tag: call.path.id("id"), fields: call.body), workspace: call.identity.workspace)
    }

    func delete(_ call: Call<Caller, NoQuery, NoBody>) async throws -> DeletedTag {
        try await bus.ask(DeleteTag(tag: call.path.id("id")), workspace: call.identity.workspace)
    }
}
