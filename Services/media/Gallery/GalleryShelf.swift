import Bus
import Contracts
import Runtime
import Store

/// Files that are uploaded once and used many times.
struct GalleryShelf: Sendable {
    func list(_ request: ListGallery, _ context: RequestContext, _ reader: any Reader) throws -> Page<GalleryItem> {
        let limit = try PageLimit(request.limit, upTo: 100)
        if let search = request.search, search.count > 128 {
            throw Problem.invalid([FieldProblem("search", "must have up to 128 characters")])
        }
        // Ids are UUIDv7: their order is the order of time, and `~` comes after all of them.
        let rows = try reader.rows(
            GalleryQuery.list,
            context.workspace,
            request.cursor ?? "~",
            Self.pattern(request.search),
            request.type?.rawValue ?? "",
            limit.toRead
        )
        return limit.page(try rows.map(GalleryItem.init)) { $0.id.text }
    }

    func show(_ request: ShowGalleryItem, _ context: RequestContext, _ reader: any Reader) throws -> GalleryItem {
        try find(request.item, context, in: reader)
    }

    func home(_ request: ShowFileHome, _ context: RequestContext, _ reader: any Reader) throws -> FileHome {
        guard let row = try reader.first(GalleryQuery.home, context.workspace, request.media) else {
            throw Problem.notFound("file")
        }
        let staff: StaffID? = try row.get("uploaded_by")
        let token: String? = try row.get("uploaded_with")
        return FileHome(
            inGallery: try row.get("pinned"),
            isReceived: try row.get("received"),
            uploader: staff.map { Uploader(staff: $0, token: token) },
            original: try row.get("made_of")
        )
    }

    func add(
        _ request: AddToGallery,
        _ context: RequestContext,
        _ transaction: any Transaction
    ) throws -> GalleryItem {
        let fields = try request.fields.validated()
        let workspace = context.workspace
        let media = try MediaLibrary.show(request.media, workspace: workspace, in: transaction)
        _ = try media.contentIfReady()
        // From here on it is not removed; if it just was, it is not ready any more.
        guard try transaction.run(GalleryQuery.pin, workspace, media.id) == 1 else {
            throw Problem(409, "media_not_ready", "The file was removed just now; upload it anew.")
        }
        let item = GalleryItemID(trusted: UUIDv7.make(at: context.now))
        let values: [any SQLBindable] = [
            workspace, item, media.id, fields.title, fields.tagLine, fields.folded, request.by, context.now,
        ]
        guard try transaction.run(GalleryQuery.add, arguments: values) == 1 else {
            throw Problem(409, "conflict", "This file is in the gallery already; change what is written there instead.")
        }
        return try find(item, context, in: transaction)
    }

    func update(
        _ request: UpdateGalleryItem,
        _ context: RequestContext,
        _ transaction: any Transaction
    ) throws -> GalleryItem {
        let fields = try request.fields.validated()
        let values: [any SQLBindable] = [
            context.workspace, request.item, fields.title, fields.tagLine, fields.folded,
        ]
        try transaction.run(GalleryQuery.update, arguments: values)
        return try find(request.item, context, in: transaction)
    }

    func remove(
        _ request: RemoveFromGallery,
        _ context: RequestContext,
        _ transaction: any Transaction
    ) throws -> Done {
        let item = try find(request.item, context, in: transaction)
        try transaction.run(GalleryQuery.remove, context.workspace, item.id)
        try transaction.run(GalleryQuery.unpin, context.workspace, item.media.id, context.now)
        return Done()
    }

    private func find(
        _ item: GalleryItemID,
        _ context: RequestContext,
        in reader: any Reader
    ) throws -> GalleryItem {
        guard let row = try reader.first(GalleryQuery.show, context.workspace, item) else {
            throw Problem.notFound("file in the gallery")
        }
        return try GalleryItem(row)
    }

    /// For `LIKE … ESCAPE '!'`.
    private static func pattern(_ search: String?) -> String {
        guard let search else { return "%" }
        let escaped = search.lowercased().map { "%_!".contains($0) ? "!\($0)" : String($0) }
        return "%\(escaped.joined())%"
    }
}
