import Bus
import Contracts
import Runtime
import Store
import TestPeers
import TestSupport
import Testing
import WebSocket

@testable import gateway

@Suite(.timeLimit(.minutes(1))) struct LiveFeedTests {
    private let workspace = WorkspaceID(trusted: "w1")

    private func with(
        _ engine: StoreEngine,
        _ test: (LiveFeed, any Store, Outbox) async throws -> Void
    ) async throws {
        try await withStore(engine) { store in
            try await store.migrate("bus", Bus.migrations)
            let outbox = Outbox(.gateway)
            let feed = LiveFeed(store: store, outbox: outbox, logger: Logger(service: "test", level: .off) { _ in })
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await feed.run() }
                try await test(feed, store, outbox)
                group.cancelAll()
            }
        }
    }

    private func tell(_ numbers: ClosedRange<Int>, _ store: any Store, _ outbox: Outbox, _ feed: LiveFeed) async throws
    {
        try await feed.tell(numbers.map { ["number": $0] }, in: workspace, store, outbox)
    }

    private func view(of workspace: String = "w1") -> LiveView {
        LiveView(Caller(workspace: WorkspaceID(trusted: workspace), staff: nil, permissions: .all))
    }

    private func page(after sequence: Int64, _ feed: LiveFeed, _ listener: LiveListener) async throws -> LivePage? {
        try await feed.page(after: sequence, for: listener, as: .eventStream)
    }

    /// Reads on until there were so many frames.
    private func read(_ count: Int, after start: Int64, _ feed: LiveFeed, _ listener: LiveListener) async throws
        -> [String]
    {
        var (texts, position, wakes) = ([String](), start, listener.wakes.makeAsyncIterator())
        while texts.count < count {
            let page = try #require(try await page(after: position, feed, listener))
            texts += page.texts
            position = page.end
            if page.isEmpty, await wakes.next() == nil { break }
        }
        return texts
    }

    @Test func `a code to link a phone is shown to who listens, and kept nowhere`() async throws {
        try await with(.sqlite) { feed, _, _ in
            let (listener, stranger) = (try await feed.listen(view()), try await feed.listen(view(of: "w2")))
            let code = LinkCode(channel: ChannelID(trusted: "k1"), qr: "2@x", at: Timestamp(milliseconds: 0))
            feed.show(LinkCodeNote(workspace: WorkspaceID(trusted: "w1"), code: code))
            feed.leave(stranger)
            var texts: [String] = []
            for await wake in listener.wakes {
                guard case .fleeting(let text) = wake else { continue }
                texts.append(String(decoding: text.bytes(in: listener.view), as: UTF8.self))
                feed.leave(listener)
            }
            #expect(texts.count == 1 && texts.first?.contains(#""type":"session.code""#) == true)
            #expect(texts.first?.contains(#""qr":"2@x""#) == true)
            for await wake in stranger.wakes { if case .fleeting = wake { Issue.record("shown to a stranger") } }
            #expect(try await feed.head(for: listener) == 0)
        }
    }

    @Test(arguments: StoreEngine.underTest)
    func `who listens sees what follows, in order`(engine: StoreEngine) async throws {
        try await with(engine) { feed, store, outbox in
            try await tell(1...3, store, outbox, feed)
            let listener = try await feed.listen(view())
            #expect(listener.head == 3)
            try await tell(4...700, store, outbox, feed)
            let texts = try await read(697, after: 3, feed, listener)
            #expect(texts.count == 697)
            for (text, number) in zip(texts, 4...700) { #expect(text.contains("\"number\":\(number)}")) }
            feed.leave(listener)
        }
    }

    @Test(arguments: StoreEngine.underTest)
    func `who comes back goes on after the cursor, out of the store`(engine: StoreEngine) async throws {
        try await with(engine) { feed, store, outbox in
            try await tell(1...500, store, outbox, feed)
            let listener = try await feed.listen(view())
            let texts = try await read(490, after: 10, feed, listener)
            #expect(texts.count == 490)
            #expect(texts.first?.contains("\"number\":11}") == true)
        }
    }

    @Test func `a cursor too old is told`() async throws {
        try await with(.sqlite) { feed, store, outbox in
            try await tell(1...3, store, outbox, feed)
            try await tell(4...5, store, outbox, feed)
            let oldest = "DELETE FROM outbox WHERE place IN (SELECT place FROM outbox ORDER BY place LIMIT 1)"
            _ = try await store.write { try $0.run(sql: oldest) }
            let listener = try await feed.listen(view())
            #expect(try await page(after: 1, feed, listener) == nil)
            #expect(try await page(after: 3, feed, listener)?.texts.count == 2)
        }
    }

    @Test(arguments: StoreEngine.underTest)
    func `one who comes back when all that followed is deleted is told, however quiet it is`(
        engine: StoreEngine
    ) async throws {
        try await with(engine) { feed, store, outbox in
            try await tell(1...5, store, outbox, feed)
            try await store.forgetFeed(of: workspace)
            let listener = try await feed.listen(view())
            #expect(listener.head == 5)
            for missed in [0, 1, 4] as [Int64] { #expect(try await page(after: missed, feed, listener) == nil) }
            #expect(try await page(after: 5, feed, listener)?.isEmpty == true, "nothing was missed")
            try await tell(6...7, store, outbox, feed)
            #expect(try await read(2, after: 5, feed, listener).count == 2)
        }
    }

    @Test(arguments: StoreEngine.underTest)
    func `a cursor that the store has not come to is told: it was restored to an earlier state`(
        engine: StoreEngine
    ) async throws {
        try await with(engine) { feed, store, outbox in
            let early = try await feed.listen(view())
            #expect(try await page(after: 1, feed, early) == nil, "nothing was ever told")
            try await tell(1...3, store, outbox, feed)
            #expect(try await read(3, after: 0, feed, early).count == 3)
            for unknown in [4, 1 << 40, .max] as [Int64] {
                #expect(try await page(after: unknown, feed, early) == nil)
            }
            #expect(try await feed.head(for: early) == 3)
        }
    }

    @Test func `another workspace's frames are passed over`() async throws {
        try await with(.sqlite) { feed, store, outbox in
            try await tell(1...3, store, outbox, feed)
            let listener = try await feed.listen(view())
            let stranger = LiveListener(
                id: listener.id,
                lane: listener.lane,
                view: view(of: "w2"),
                head: listener.head,
                wakes: listener.wakes
            )
            let page = try #require(try await page(after: 0, feed, stranger))
            #expect(page.texts.isEmpty)
            #expect(page.end == 3)
        }
    }

    @Test func `one who does not read holds nobody up, though nobody else sees the same`() async throws {
        try await with(.sqlite) { feed, store, outbox in
            let loop = WebSocketLoop()
            let (reads, sleeps) = (SocketPair(on: loop), SocketPair(on: loop))
            let chats = try Permissions(["chats": [.view]], field: "")
            let other = LiveView(workspace: workspace, permissions: chats, branch: "Kepong")
            for (view, pair) in [(view(), reads), (other, sleeps)] {
                let listener = try await feed.listen(view)
                #expect(feed.join(listener, pair.connection, at: 0))
            }
            // More than the kernel takes for one who does not read.
            let items = Array(repeating: ["text": String(repeating: "x", count: 4096)], count: 600)
            let began = ContinuousClock.now
            try await feed.tell(items, in: workspace, store, outbox)
            #expect(try await blocking { reads.texts(600) }.count == 600)
            #expect(.now - began < .seconds(15))
            sleeps.connection.close()
            reads.connection.close()
        }
    }
}

extension LivePage {
    /// The frames of an event stream.
    fileprivate var texts: [String] {
        String(decoding: content.events, as: UTF8.self).split(separator: "\n\n").map(String.init)
    }
}
