import Bus
import Contracts
import Runtime
import Store
import TestSupport
import Testing

@testable import media

@Suite(.timeLimit(.minutes(1))) struct GalleryTests {
    private let shelf = GalleryShelf()

    /// The gallery of one workspace.
    private struct Desk {
        let store: any Store
        let shelf: GalleryShelf
        let workspace: WorkspaceID
        var now = Timestamp(milliseconds: 1000)

        private var context: RequestContext {
            RequestContext(workspace: workspace, id: "r", deadline: now, now: now)
        }

        func upload(_ id: String, _ type: String = "image/png", state: String = "ready") async throws -> MediaID {
            let media = MediaID(trusted: id)
            try await store.write { transaction in
                let values: [any SQLBindable] = [
                    workspace, media, type, "a", 3, "00", now, MediaClass(mimetype: type), "s1", String?.none,
                ]
                try transaction.run(MediaQuery.add, arguments: values)
                try transaction.run(sql: "UPDATE media SET state = ? WHERE id = ?", arguments: [state, id])
            }
            return media
        }

        @discardableResult
        func add(_ media: MediaID, _ title: String, _ tags: [String]? = nil) async throws -> GalleryItem {
            let request = AddToGallery(
                media: media,
                fields: GalleryFields(title: title, tags: tags),
                by: StaffID(trusted: "s1")
            )
            let (shelf, context) = (shelf, context)
            return try await store.write { try shelf.add(request, context, $0) }
        }

        func update(_ item: GalleryItemID, _ fields: GalleryFields) async throws -> GalleryItem {
            let (shelf, context) = (shelf, context)
            return try await store.write {
                try shelf.update(UpdateGalleryItem(item: item, fields: fields), context, $0)
            }
        }

        func remove(_ item: GalleryItemID) async throws {
            let (shelf, context) = (shelf, context)
            _ = try await store.write { try shelf.remove(RemoveFromGallery(item: item), context, $0) }
        }

        func list(_ request: ListGallery = ListGallery()) async throws -> Page<GalleryItem> {
            let (shelf, context) = (shelf, context)
            return try await store.read { try shelf.list(request, context, $0) }
        }

        func titles(_ search: String? = nil, _ type: MediaClass? = nil) async throws -> [String] {
            try await list(ListGallery(search: search, type: type)).items.map(\.title)
        }

        func home(_ media: MediaID) async throws -> FileHome {
            let (shelf, context) = (shelf, context)
            return try await store.read { try shelf.home(ShowFileHome(media: media), context, $0) }
        }

        func pinned(_ media: MediaID) async throws -> Bool {
            try await store.read { reader in
                let sql = "SELECT pinned FROM media WHERE id = ?"
                return try reader.first(sql: sql, arguments: [media])?.get(0) ?? false
            }
        }
    }

    private func withDesk(_ engine: StoreEngine, _ test: (Desk) async throws -> Void) async throws {
        try await withStore(engine) { store in
            try await store.migrate("media", migrations)
            try await test(Desk(store: store, shelf: shelf, workspace: WorkspaceID(trusted: "w1")))
        }
    }

    @Test(arguments: StoreEngine.underTest)
    func `a file is put in, changed, shown and taken out`(engine: StoreEngine) async throws {
        try await withDesk(engine) { desk in
            let media = try await desk.upload("m1")
            let item = try await desk.add(media, "  Price list ", ["prices", " 2026"])
            #expect(item.title == "Price list" && item.tags == ["prices", "2026"] && item.type == .image)
            #expect(item.media.id == media && item.uploadedBy == StaffID(trusted: "s1"))
            #expect(item.createdAt == desk.now)
            #expect(try await desk.pinned(media))
            let changed = try await desk.update(item.id, GalleryFields(title: "Prices", tags: nil))
            #expect(changed.title == "Prices" && changed.tags.isEmpty)
            #expect(try await desk.list().items == [changed])
            try await desk.remove(item.id)
            #expect(try await desk.list().items.isEmpty)
            #expect(try await !desk.pinned(media))
            await #expect(throws: Problem.notFound("file in the gallery")) { try await desk.remove(item.id) }
            try await desk.add(media, "Again")
        }
    }

    @Test(arguments: StoreEngine.underTest)
    func `it is told whether a file is in the gallery, who put it in, and whether it came with a message`(
        engine: StoreEngine
    ) async throws {
        try await withDesk(engine) { desk in
            let media = try await desk.upload("m1")
            let uploader = Uploader(staff: StaffID(trusted: "s1"), token: nil)
            #expect(try await desk.home(media) == FileHome(inGallery: false, isReceived: false, uploader: uploader))
            try await desk.add(media, "Prices")
            #expect(try await desk.home(media) == FileHome(inGallery: true, isReceived: false, uploader: uploader))
            let other = try await desk.upload("m2")
            try await desk.store.write {
                let sql = "UPDATE media SET message = 'ABC', uploaded_by = NULL WHERE id = ?"
                return try $0.run(sql: sql, arguments: [other])
            }
            #expect(try await desk.home(other) == FileHome(inGallery: false, isReceived: true))
            let foreign = Desk(store: desk.store, shelf: shelf, workspace: WorkspaceID(trusted: "w2"))
            await #expect(throws: Problem.notFound("file")) { try await foreign.home(media) }
        }
    }

    @Test(arguments: StoreEngine.underTest)
    func `what is not there, not here yet, or there already is refused`(engine: StoreEngine) async throws {
        try await withDesk(engine) { desk in
            await #expect(throws: Problem.notFound("file")) {
                try await desk.add(MediaID(trusted: "m0"), "No")
            }
            for state in ["pending", "failed", "expired"] {
                let media = try await desk.upload("m-\(state)", state: state)
                let problem = await #expect(throws: Problem.self) { try await desk.add(media, "No") }
                #expect(problem?.code == "media_not_ready")
            }
            let media = try await desk.upload("m1")
            try await desk.add(media, "One")
            let problem = await #expect(throws: Problem.self) { try await desk.add(media, "Two") }
            #expect(problem?.code == "conflict")
            let other = Desk(store: desk.store, shelf: shelf, workspace: WorkspaceID(trusted: "w2"))
            #expect(try await other.list().items.isEmpty)
            let item = try #require(try await desk.list().items.first)
            await #expect(throws: Problem.notFound("file in the gallery")) { try await other.remove(item.id) }
            await #expect(throws: Problem.notFound("file in the gallery")) {
                _ = try await other.update(item.id, GalleryFields(title: "Mine"))
            }
            await #expect(throws: Problem.notFound("file")) { try await other.add(media, "Mine") }
        }
    }

    @Test(arguments: [
        (GalleryFields(title: " "), ["title"]),
        (GalleryFields(title: String(repeating: "t", count: 129)), ["title"]),
        (GalleryFields(title: "a", tags: ["b", "", "c,d"]), ["tags[1]", "tags[2]"]),
        (GalleryFields(title: "a", tags: Array(repeating: "b", count: 21)), ["tags"]),
    ])
    func `what is written must make sense`(fields: GalleryFields, wrong: [String]) {
        let problem = #expect(throws: Problem.self) { try fields.validated() }
        #expect(problem?.fields?.map(\.field) == wrong)
    }

    @Test(arguments: StoreEngine.underTest)
    func `is searched by title, tag and type`(engine: StoreEngine) async throws {
        try await withDesk(engine) { desk in
            try await desk.add(desk.upload("m1"), "Preisliste ÄRGER", ["2026"])
            try await desk.add(desk.upload("m2", "video/mp4"), "100% cotton_shirt", ["Shop"])
            try await desk.add(desk.upload("m3", "application/pdf"), "Terms!")
            #expect(try await desk.titles() == ["Terms!", "100% cotton_shirt", "Preisliste ÄRGER"])
            #expect(try await desk.titles("ärger") == ["Preisliste ÄRGER"])
            #expect(try await desk.titles("shop") == ["100% cotton_shirt"])
            #expect(try await desk.titles("0%") == ["100% cotton_shirt"])
            #expect(try await desk.titles("n_s") == ["100% cotton_shirt"])
            #expect(try await desk.titles("%") == ["100% cotton_shirt"])
            #expect(try await desk.titles("s!") == ["Terms!"])
            #expect(try await desk.titles("nothing").isEmpty)
            #expect(try await desk.titles(nil, .video) == ["100% cotton_shirt"])
            #expect(try await desk.titles("e", .document) == ["Terms!"])
            #expect(try await desk.titles("shop", .image).isEmpty)
        }
    }

    @Test(arguments: StoreEngine.underTest)
    func `comes in pages`(engine: StoreEngine) async throws {
        try await withDesk(engine) { desk in
            for number in 1...5 { try await desk.add(desk.upload("m\(number)"), "Nr. \(number)") }
            var titles: [String] = []
            var cursor: String?
            repeat {
                let page = try await desk.list(ListGallery(limit: 2, cursor: cursor))
                #expect(page.hasMore == (page.nextCursor != nil))
                titles += page.items.map(\.title)
                cursor = page.nextCursor
            } while cursor != nil
            #expect(titles == (1...5).reversed().map { "Nr. \($0)" })
            await #expect(throws: Problem.self) { try await desk.list(ListGallery(limit: 0)) }
        }
    }

    @Test(arguments: StoreEngine.underTest)
    func `every statement fits the tables`(engine: StoreEngine) async throws {
        try await withStore(engine) { store in
            try await store.migrate("media", migrations)
            try await explainEach(GalleryQuery.self, in: store)
        }
    }
}
