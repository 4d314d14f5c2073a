import Contracts
import HTTPClient
import Runtime
import Store
import Synchronization
import TestSupport
import Testing

@testable import gateway
@testable import waha_simulator

@Suite(.timeLimit(.minutes(2)))
struct PictureBookTests {
    private static let ann = person("ann")

    private static func person(_ id: String) -> PictureSubject {
        .contact(ContactID(trusted: id), at: ChatID(phoneDigits: "60123456789"))
    }

    /// Keeps what was fetched, as the media service would.
    private final class Shelf: Sendable {
        private let files = Mutex<[[UInt8]]>([])
        private let removed = Mutex<Set<MediaID>>([])
        private let client = HTTPClient()

        var count: Int { files.withLock { $0.count } }

        func remove(_ id: String) { _ = removed.withLock { $0.insert(MediaID(trusted: id)) } }

        func isReady(_ media: MediaID) -> Bool { removed.withLock { !$0.contains(media) } }

        func fetch(_ url: String) async throws -> MediaID {
            let response = try await client.send(HTTPClientRequest("GET", url))
            guard response.status == 200 else { throw Problem(422, "test", "answered \(response.status)") }
            return files.withLock { files in
                files.append(response.body)
                return MediaID(trusted: "f\(files.count)")
            }
        }
    }

    private func book(_ waha: Simulated, _ shelf: Shelf, _ clock: TestClock) -> PictureBook {
        PictureBook(
            store: waha.provider.store,
            directory: waha.provider.directory,
            clock: clock.clock,
            logger: .silent,
            fetch: { url, _ in try await shelf.fetch(url) },
            isReady: { media, _ in shelf.isReady(media) }
        )
    }

    @Test(arguments: Engine.allCases)
    func `looks a picture up once a day, and fetches it when it has changed`(engine: Engine) async throws {
        try await withStore(.sqlite) { store in
            try await withWAHA(engine, store) { (waha: Simulated) async throws -> Void in
                let (shelf, clock) = (Shelf(), TestClock())
                let book = book(waha, shelf, clock)
                func picture() async throws -> String? {
                    try await book.picture(of: Self.ann, in: Provider.workspace)?.text
                }
                await waha.simulator.show(10)
                #expect(try await picture() == "f1")
                #expect(try await picture() == "f1")
                #expect(await waha.simulator.pictureRequests == 1)
                clock.advance(by: PictureBook.lifetime)
                #expect(try await picture() == "f1")
                #expect(await waha.simulator.pictureRequests == 2 && shelf.count == 1)
                await waha.simulator.show(20)
                clock.advance(by: PictureBook.lifetime)
                #expect(try await picture() == "f2")
                await waha.simulator.show(nil)
                clock.advance(by: PictureBook.lifetime)
                #expect(try await picture() == nil)
                #expect(try await picture() == nil)
                #expect(await waha.simulator.pictureRequests == 4)
                #expect(await waha.simulator.foreign.withKey == 0)
            }
        }
    }

    @Test(arguments: StoreEngine.underTest)
    func `one whose file was removed is fetched again, though it has not changed`(engine: StoreEngine) async throws {
        try await withStore(engine) { store in
            try await withWAHA(.gows, store) { (waha: Simulated) async throws -> Void in
                let (shelf, clock) = (Shelf(), TestClock())
                let book = book(waha, shelf, clock)
                func picture() async throws -> String? {
                    try await book.picture(of: Self.ann, in: Provider.workspace)?.text
                }
                await waha.simulator.show(10)
                #expect(try await picture() == "f1")
                shelf.remove("f1")
                clock.advance(by: PictureBook.lifetime)
                #expect(try await picture() == "f2")
                // Nor does it have to wait for the next day.
                shelf.remove("f2")
                #expect(try await picture() == "f3")
                #expect(try await picture() == "f3")
                #expect(await waha.simulator.pictureRequests == 3)
                // Nobody is shown a file that is no more.
                shelf.remove("f3")
                _ = try await waha.provider.control.stop(waha.provider.channel)
                let gone = await #expect(throws: Problem.self) { try await picture() }
                #expect(gone?.code == "picture_unavailable")
            }
        }
    }

    @Test func `asks only so often, and shows the last one when nobody can be asked`() async throws {
        try await withStore(.sqlite) { store in
            try await withWAHA(.gows, store) { (waha: Simulated) async throws -> Void in
                let (shelf, clock) = (Shelf(), TestClock())
                let book = book(waha, shelf, clock)
                await waha.simulator.show(10)
                for number in 0..<15 {
                    _ = try await book.picture(of: Self.person("c\(number)"), in: Provider.workspace)
                }
                let busy = await #expect(throws: Problem.self) {
                    try await book.picture(of: Self.ann, in: Provider.workspace)
                }
                #expect(busy?.code == "picture_unavailable" && busy?.retryAfter == 2)
                #expect(await waha.simulator.pictureRequests == 15)
                clock.advance(by: .seconds(2))
                #expect(try await book.picture(of: Self.ann, in: Provider.workspace) != nil)

                _ = try await waha.provider.control.stop(waha.provider.channel)
                clock.advance(by: PictureBook.lifetime)
                #expect(try await book.picture(of: Self.ann, in: Provider.workspace) != nil)
                let gone = await #expect(throws: Problem.self) {
                    try await book.picture(of: Self.person("stranger"), in: Provider.workspace)
                }
                #expect(gone?.status == 503)
            }
        }
    }

    @Test(arguments: Engine.allCases)
    func `a group's is looked up at its own number alone, by the same rules`(engine: Engine) async throws {
        try await withStore(.sqlite) { store in
            try await withWAHA(engine, store) { (waha: Simulated) async throws -> Void in
                let (shelf, clock) = (Shelf(), TestClock())
                let book = book(waha, shelf, clock)
                let crew = try ChatID("120363000000000001@g.us")
                func picture(_ channel: ChannelID) async throws -> String? {
                    try await book.picture(of: .group(crew, of: channel), in: Provider.workspace)?.text
                }
                await waha.simulator.form(crew, picture: 10)
                let elsewhere = await #expect(throws: Problem.self) { try await picture(ChannelID(trusted: "other")) }
                #expect(elsewhere?.code == "picture_unavailable")
                #expect(try await picture(waha.provider.channel) == "f1")
                #expect(try await picture(waha.provider.channel) == "f1")
                #expect(await waha.simulator.pictureRequests == 1)
                await waha.simulator.form(crew, picture: nil)
                clock.advance(by: PictureBook.lifetime)
                #expect(try await picture(waha.provider.channel) == nil)
                #expect(await waha.simulator.pictureRequests == 2 && shelf.count == 1)
            }
        }
    }
}

extension Simulator {
    fileprivate func show(_ picture: UInt8?) {
        var person = people.meet(.phone("60123456789"), pushName: "Ann")
        person.picture = picture
        people.add(person)
    }

    fileprivate func form(_ chat: ChatID, picture: UInt8?) {
        people.groups[chat.user] = Group(id: chat.user, subject: "Crew", participants: [], picture: picture)
    }
}
