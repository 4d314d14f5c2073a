import Bus
import Contracts
import HTTPServer

/// Files that are uploaded once and sent many times, as `file.mediaId` of messages.
struct GalleryHandlers: Sendable {
    let bus: Bus
    let sight: FileSight

    func list(_ call: Call<Caller, GalleryQuery, NoBody>) async throws -> Page<GalleryItem> {
        let query = call.query
        let request = ListGallery(
            search: query.search,
            type: query.type,
            limit: query.limit ?? 50,
            cursor: query.cursor
        )
        return try await bus.ask(request, workspace: call.identity.workspace)
    }

    func show(_ call: Call<Caller, NoQuery, NoBody>) async throws -> GalleryItem {
        try await bus.ask(ShowGalleryItem(item: call.path.id("id")), workspace: call.identity.workspace)
    }

    func add(_ call: Call<Caller, NoQuery, GalleryBody>) async throws -> GalleryItem {
        let (body, caller) = (call.body, call.identity)
        try await sight.check(body.mediaId, caller)
        let fields = GalleryFields(title: body.title, tags: body.tags)
        let request = AddToGallery(media: body.mediaId, fields: fields, by: caller.staff?.id)
        return try await bus.ask(request, workspace: caller.workspace)
    }

    func update(_ call: Call<Caller, NoQuery, GalleryFields>) async throws -> GalleryItem {
        let request = try UpdateGalleryItem(item: call.path.id("id"), fields: call.body)
        return try await bus.ask(request, workspace: call.identity.workspace)
    }

    func remove(_ call: Call<Caller, NoQuery, NoBody>) async throws -> NoContent {
        let request = try RemoveFromGallery(item: call.path.id("id"))
        _ = try await bus.ask(request, workspace: call.identity.workspace)
        return NoContent()
    }
}

struct GalleryBody: Codable, Sendable {
    /// A file that is stored: uploaded, fetched or received.
    var mediaId: MediaID
    /// 1 to 128 characters.
    var title: String
    /// Up to 20, each of 1 to 40 characters, without commas.
    var tags: [String]?
}

struct GalleryQuery: Codable, Sendable {
    /// A part of a title or of a tag, in any case.
    var search: String?
    var type: MediaClass?
    /// 1 to 100; 50 when absent.
    var limit: Int?
    var cursor: String?
}
