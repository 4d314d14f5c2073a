import Bus
import Contracts
import Crypto
import Foundation
import Runtime
import Store
import TestSupport
import Testing

@testable import media

@Suite(.timeLimit(.minutes(2))) struct RetentionTests {
    @Test(arguments: StoreEngine.underTest)
    func `files go when their class's time is over, and all hear of it`(engine: StoreEngine) async throws {
        try await withRetentionHouse(engine) { house in
            try await house.set([.image: 2, .video: 3])
            let image = try await house.upload("i", "m1")
            let video = try await house.upload("v", "m2", type: "video/mp4")
            let sound = try await house.upload("s", "m3", type: "audio/mpeg")
            try await house.pass(days: 2)
            #expect(try await house.state(image) == .ready)
            try await house.pass(days: 0, 1)
            #expect(try await house.state(image) == .expired && !house.isThere("i"))
            #expect(try await house.state(video) == .ready && house.isThere("v"))
            try await house.pass(days: 1)
            #expect(try await house.state(video) == .expired && !house.isThere("v"))
            try await house.pass(days: 5000)
            #expect(try await house.state(sound) == .ready && house.isThere("s"))
            #expect(try await house.count("outbox") == 2)
        }
    }

    @Test(arguments: StoreEngine.underTest)
    func `bytes stay until the last file that needs them goes`(engine: StoreEngine) async throws {
        try await withRetentionHouse(engine) { house in
            let other = WorkspaceID(trusted: "w2")
            try await house.set([.image: 1])
            let mine = try await house.upload("same", "m1")
            let theirs = try await house.upload("same", "m1", in: other)
            try await house.pass(days: 2)
            #expect(try await house.state(mine) == .expired)
            #expect(try await house.state(theirs, in: other) == .ready && house.isThere("same"))
            try await house.set([.image: 1], in: other)
            try await house.pass(days: 0)
            #expect(try await house.state(theirs, in: other) == .expired && !house.isThere("same"))
            #expect(try await house.count("content") == 0)
            // The same bytes come again.
            try await house.upload("same", "m9")
            #expect(house.isThere("same"))
        }
    }

    @Test(arguments: StoreEngine.underTest)
    func `what is in the gallery stays, and its time begins when it leaves`(engine: StoreEngine) async throws {
        try await withRetentionHouse(engine) { house in
            try await house.set([.image: 10])
            let media = try await house.upload("logo", "m1")
            let fields = GalleryFields(title: "Logo")
            let context = house.context()
            let item = try await house.library.store.write { transaction in
                try GalleryShelf().add(AddToGallery(media: media, fields: fields, by: nil), context, transaction)
            }
            try await house.pass(days: 400)
            #expect(try await house.state(media) == .ready && house.isThere("logo"))
            let later = house.context()
            _ = try await house.library.store.write { transaction in
                try GalleryShelf().remove(RemoveFromGallery(item: item.id), later, transaction)
            }
            try await house.pass(days: 10)
            #expect(try await house.state(media) == .ready)
            try await house.pass(days: 0, 1)
            #expect(try await house.state(media) == .expired && !house.isThere("logo"))
        }
    }

    @Test(arguments: StoreEngine.underTest)
    func `what was made of bytes goes with them`(engine: StoreEngine) async throws {
        try await withRetentionHouse(engine) { house in
            try await house.set([.image: 1])
            try await house.upload("big", "m1")
            let small = try await house.keep("small")
            let now = house.clock.now
            try await house.library.store.write { transaction in
                let values: [any SQLBindable] = [SHA256.hex(of: "big"), "thumbnail-96", small.sha256, small.size, now]
                try transaction.run(MediaQuery.derive, arguments: values)
            }
            try await house.pass(days: 0, 3600)
            #expect(house.isThere("big") && house.isThere("small"))
            try await house.pass(days: 1)
            #expect(!house.isThere("big"))
            try await house.pass(days: 0, 1)
            #expect(!house.isThere("small"))
            #expect(try await house.count("derived") == 0)
            #expect(try await house.count("content") == 0)
        }
    }

    @Test(arguments: StoreEngine.underTest)
    func `bytes whose row was never written go, those that may get one stay`(engine: StoreEngine) async throws {
        try await withRetentionHouse(engine) { house in
            let content = try await house.keep("lost")
            try await house.pass(days: 0, 300)
            #expect(house.isThere("lost"))
            // The row comes in time: it is written at the last moment.
            try await house.library.store.write { transaction in
                try MediaLibrary.need(content.sha256, now: house.clock.now, in: transaction)
            }
            try await house.pass(days: 0, 599)
            #expect(house.isThere("lost"))
            try await house.pass(days: 0, 2)
            #expect(!house.isThere("lost"))
            // A row that comes too late is refused, so that no file is there without its bytes.
            await #expect(throws: Problem.busy) { try await add(content, to: house) }
            try await doomed(house.keep("lost").sha256, in: house)
            await #expect(throws: Problem.busy) { try await add(content, to: house) }
        }
    }

    @Test(arguments: StoreEngine.underTest)
    func `bytes that come again stay when the file that had them goes`(engine: StoreEngine) async throws {
        try await withRetentionHouse(engine) { house in
            try await house.set([.image: 1])
            let old = try await house.upload("same", "m0")
            try await house.pass(days: 1)
            let content = try await house.keep("same")
            try await house.pass(days: 0, 1)
            #expect(try await house.state(old) == .expired && house.isThere("same"))
            try await add(content, to: house)
            try await house.pass(days: 0, 3600)
            #expect(house.isThere("same"))
        }
    }

    private func add(_ content: StoredContent, to house: RetentionHouse) async throws {
        let media = MediaID(trusted: "m1")
        _ = try await house.library.add(media, content, type: "a/b", filename: nil, workspace: house.workspace)
    }

    /// As a sweep leaves them that is killed in the middle.
    private func doomed(_ sha256: String, in house: RetentionHouse) async throws {
        house.clock.advance(by: MediaLibrary.grace)
        let now = house.clock.now
        #expect(try await house.library.store.write { try $0.run(RetentionQuery.doom, sha256, now) } == 1)
    }

    @Test(arguments: StoreEngine.underTest, [true, false])
    func `a sweep that was killed is ended by the next`(engine: StoreEngine, isFileThere: Bool) async throws {
        try await withRetentionHouse(engine) { house in
            let content = try await house.keep("half")
            try await doomed(content.sha256, in: house)
            if !isFileThere { try await house.library.content.remove([content.sha256]) }
            // Who stores the same bytes meanwhile waits for its end, and then has them.
            async let stored = house.upload("half", "m1")
            try await Task.sleep(for: .milliseconds(150))  // it tries, and finds them doomed
            try await house.pass(days: 0)
            let media = try await stored
            #expect(try await house.state(media) == .ready && house.isThere("half"))
            try await house.pass(days: 1)
            #expect(house.isThere("half"))
            #expect(try await house.count("content") == 1)
        }
    }

    @Test(arguments: StoreEngine.underTest)
    func `many files go in small batches`(engine: StoreEngine) async throws {
        try await withRetentionHouse(engine) { house in
            try await house.set([.image: 1])
            for number in 0..<250 { try await house.upload("n\(number)", "m\(number)") }
            try await house.pass(days: 2)
            #expect(try await house.count("media WHERE state = 'expired'") == 250)
            #expect(try await house.count("content") == 0)
            #expect(!house.isThere("n0") && !house.isThere("n249"))
        }
    }

    @Test(arguments: [0, -1, 3651])
    func `days are bounded`(days: Int) async throws {
        try await withRetentionHouse(.sqlite) { house in
            var retention = MediaRetention()
            retention.voice = days
            let (request, context) = (SetRetention(retention: retention), house.context())
            let problem = await #expect(throws: Problem.self) {
                try await house.library.store.write { try RetentionRules().set(request, context, $0) }
            }
            #expect(problem?.fields?.map(\.field) == ["voice"])
        }
    }

    @Test(arguments: StoreEngine.underTest)
    func `every statement fits the tables`(engine: StoreEngine) async throws {
        try await withStore(engine) { store in
            try await store.migrate("media", migrations)
            try await explainEach(RetentionQuery.self, in: store, scanning: [.rules])
        }
    }
}
