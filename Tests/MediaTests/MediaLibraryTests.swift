import Bus
import Contracts
import Foundation
import Runtime
import Store
import TestSupport
import Testing

@testable import media

@Suite(.timeLimit(.minutes(1))) struct MediaLibraryTests {
    private let workspace = WorkspaceID(trusted: "w1")

    private func withLibrary(_ engine: StoreEngine, _ test: (MediaLibrary) async throws -> Void) async throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString).path
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try await withStore(engine) { store in
            try await store.migrate("media", migrations)
            let content = try await ContentStore(folder: folder)
            try await test(MediaLibrary(store: store, content: content, sniffer: TypeSniffer(), clock: .system))
        }
    }

    private func chunks(_ texts: String...) -> AsyncStream<[UInt8]> {
        AsyncStream { continuation in
            for text in texts { continuation.yield(Array(text.utf8)) }
            continuation.finish()
        }
    }

    @Test(arguments: StoreEngine.underTest)
    func `stores a file, sniffs it, and shows it to its workspace alone`(engine: StoreEngine) async throws {
        try await withLibrary(engine) { library in
            let (content, type) = try await library.take(chunks("%PDF-1.4\n", "%rest"), limit: 100, declared: "a/b")
            #expect(type == "application/pdf")
            let id = MediaID(trusted: "m1")
            let added = try await library.add(id, content, type: type, filename: "a.pdf", workspace: workspace)
            #expect(added.state == .ready)
            #expect(added.size == 14)
            let shown = try await library.store.read { try MediaLibrary.show(id, workspace: workspace, in: $0) }
            #expect(shown == added)
            await #expect(throws: Problem.notFound("file")) {
                try await library.store.read {
                    try MediaLibrary.show(id, workspace: WorkspaceID(trusted: "w2"), in: $0)
                }
            }
        }
    }

    @Test(arguments: StoreEngine.underTest)
    func `a stored file is known to be of who put it in, and by which token`(engine: StoreEngine) async throws {
        try await withLibrary(engine) { library in
            for (id, text, token) in [("m1", "s1", nil), ("m2", "s1 t1", "t1")] {
                let (content, type) = try await library.take(chunks(id), limit: 100, declared: nil)
                let (media, uploader) = (MediaID(trusted: id), try #require(Uploader(text)))
                #expect(uploader.staff.text == "s1" && uploader.token == token && uploader.text == text)
                _ = try await library.add(media, content, type: type, filename: nil, by: uploader, workspace: workspace)
                #expect(try await home(of: media, in: library).uploader == uploader)
            }
            #expect(Uploader("") == nil && Uploader("s1 t1 x") == nil)
        }
    }

    private func home(of media: MediaID, in library: MediaLibrary) async throws -> FileHome {
        let now = Timestamp(milliseconds: 1)
        let context = RequestContext(workspace: workspace, id: "r", deadline: now, now: now)
        return try await library.store.read { try GalleryShelf().home(ShowFileHome(media: media), context, $0) }
    }

    @Test(arguments: StoreEngine.underTest)
    func `a stored file never changes`(engine: StoreEngine) async throws {
        try await withLibrary(engine) { library in
            let (content, type) = try await library.take(chunks("one"), limit: 100, declared: nil)
            let id = MediaID(trusted: "m1")
            _ = try await library.add(id, content, type: type, filename: nil, workspace: workspace)
            let error = await #expect(throws: Problem.self) {
                try await library.add(id, content, type: type, filename: nil, workspace: workspace)
            }
            #expect(error?.code == "conflict")
        }
    }

    @Test func `refuses what is over the limit, and what is empty`() async throws {
        try await withLibrary(.sqlite) { library in
            let tooLarge = await #expect(throws: Problem.self) {
                try await library.take(chunks("12345", "678"), limit: 7, declared: nil)
            }
            #expect(tooLarge?.status == 413)
            let empty = await #expect(throws: Problem.self) {
                try await library.take(chunks(), limit: 7, declared: nil)
            }
            #expect(empty?.status == 422)
        }
    }

    @Test(arguments: StoreEngine.underTest)
    func `every statement fits the tables`(engine: StoreEngine) async throws {
        try await withStore(engine) { store in
            try await store.migrate("media", migrations)
            try await explainEach(MediaQuery.self, in: store, scanning: [.nextFetch])
        }
    }
}
