import Contracts
import Store
import TestSupport
import Testing

@testable import conversations

@Suite struct ListingTests {
    @Test(arguments: StoreEngine.underTest)
    func `pages of the list stay in step while messages come`(engine: StoreEngine) async throws {
        try await Desk.with(engine) { desk in
            for number in 0..<10 { try await desk.hear(Self.message(number, second: number)) }
            var seen: [String?] = []
            var cursor: String?
            var second = 100
            repeat {
                let page = try await desk.list(ListConversations(limit: 3, cursor: cursor))
                #expect(page.items.count <= 3 && page.hasMore == (page.nextCursor != nil))
                seen += page.items.map(\.phoneNumber)
                cursor = page.nextCursor
                second += 1
                try await desk.hear(Self.message(50 + second, second: second))
            } while cursor != nil
            #expect(seen == (0..<10).reversed().map { "+601200001\($0 < 10 ? "0" : "")\($0)" })
        }
    }

    @Test(arguments: StoreEngine.underTest)
    func `pages of a thread stay in step while messages come`(engine: StoreEngine) async throws {
        try await Desk.with(engine) { desk in
            for number in 0..<10 { try await desk.hear(Words.received("M\(number)", second: number / 4)) }
            let id = try #require(await desk.conversation()).id
            var seen: [String?] = []
            var before: String?
            repeat {
                let page = try await desk.page(ListMessages(conversation: id, limit: 3, before: before))
                seen += page.items.map(\.body)
                before = page.nextCursor
                try await desk.hear(Words.received("new\(seen.count)", second: 50))
            } while before != nil
            #expect(seen == (0..<10).reversed().map { "M\($0)" })

            let newest = try await desk.page(ListMessages(conversation: id, limit: 5)).items
            let byID = try await desk.page(ListMessages(conversation: id, limit: 4, before: newest[0].id.text)).items
            #expect(byID == Array(newest[1...]))
        }
    }

    @Test(arguments: StoreEngine.underTest)
    func `windows lie before, after and around a message, and lead on both ways`(engine: StoreEngine) async throws {
        try await Desk.with(engine) { desk in
            for number in 0..<10 { try await desk.hear(Words.received("M\(number)", second: number / 4)) }
            let id = try #require(await desk.conversation()).id
            let all = try await desk.page(ListMessages(conversation: id)).items
            func window(_ request: ListMessages) async throws -> [String?] {
                try await desk.page(request).items.map(\.body)
            }
            let middle = all[5].id.text
            #expect(all[5].body == "M4")
            #expect(try await window(ListMessages(conversation: id, limit: 2, after: middle)) == ["M6", "M5"])
            #expect(
                try await window(ListMessages(conversation: id, limit: 4, around: middle)) == ["M6", "M5", "M4", "M3"]
            )
            #expect(try await window(ListMessages(conversation: id, limit: 1, around: middle)) == ["M4"])
            let end = try await desk.page(ListMessages(conversation: id, limit: 6, around: all[0].id.text))
            #expect(end.items.map(\.body) == ["M9", "M8", "M7", "M6", "M5", "M4"])
            #expect(!end.hasNewer && end.hasMore)

            var seen: [String?] = []
            var after: String? = all[9].id.text
            while let place = after {
                let page = try await desk.page(ListMessages(conversation: id, limit: 4, after: place))
                seen += page.items.reversed().map(\.body)
                #expect(page.hasMore)
                after = page.newerCursor
            }
            #expect(seen == (1..<10).map { "M\($0)" })
            let both = ListMessages(conversation: id, before: middle, around: middle)
            let error = await #expect(throws: Problem.self) { try await desk.page(both) }
            #expect(error?.fields?.map(\.field) == ["around"])
        }
    }

    @Test(arguments: StoreEngine.underTest)
    func `one message is shown in its own conversation alone`(engine: StoreEngine) async throws {
        try await Desk.with(engine) { desk in
            try await desk.hear(Words.received("A"))
            try await desk.hear(Words.received("B", from: "60111111111@c.us"))
            let messages = try await desk.messages()
            let request = ShowMessage(conversation: messages[0].conversationId, message: messages[0].id)
            let found = try await desk.store.read {
                try MessageListing(workspace: Desk.workspace, reader: $0).show(request)
            }
            #expect(found == messages[0])
            for (workspace, conversation) in [
                (Desk.workspace, messages[1].conversationId), (WorkspaceID(trusted: "other"), request.conversation),
            ] {
                let wrong = ShowMessage(conversation: conversation, message: messages[0].id)
                let error = await #expect(throws: Problem.self) {
                    try await desk.store.read { try MessageListing(workspace: workspace, reader: $0).show(wrong) }
                }
                #expect(error?.status == 404)
            }
        }
    }

    @Test(arguments: StoreEngine.underTest)
    func `wrong limits, cursors and tags are named`(engine: StoreEngine) async throws {
        try await Desk.with(engine) { desk in
            let long = String(repeating: "x", count: 129)
            let list = await #expect(throws: Problem.self) {
                try await desk.list(ListConversations(search: long, limit: 501, cursor: "nonsense"))
            }
            #expect(list?.fields?.map(\.field) == ["limit", "search", "cursor"])
            let tag = await #expect(throws: Problem.self) {
                try await desk.list(ListConversations(tag: TagID(trusted: "none")))
            }
            #expect(tag == .notFound("tag"))
            try await desk.hear(Words.received("A"))
            let id = try #require(await desk.conversation()).id
            for request in [
                ListMessages(conversation: id, limit: 0), ListMessages(conversation: id, before: "nonsense"),
            ] {
                let page = await #expect(throws: Problem.self) { try await desk.page(request) }
                #expect(page?.status == 422)
            }
        }
    }

    static let searches: [(String, [String])] = [
        ("012-345 6789", ["ann"]), ("+60 12-345 6789", ["ann"]), ("60123456789", ["ann"]), ("0060123", ["ann"]),
        ("345 6789", ["ann"]), ("6789", ["ann"]), ("01", ["ann"]), ("ANN", ["ann"]), ("nn  b", ["ann"]),
        ("é", ["zoé"]), ("100%", ["zoé"]), ("%", ["zoé"]), ("_", []), ("' OR 1=1 --", []), ("!", []),
        ("+6581234", ["zoé"]), ("", ["zoé", "ann"]), ("coach", ["zoé"]),
        ("李", ["ann"]), ("李小", ["ann"]), ("小明", ["ann"]), ("明", ["ann"]), ("小李", []), ("明 김", ["ann"]), ("수", []),
    ]

    @Test(arguments: StoreEngine.underTest)
    func `a search finds names and numbers by any part in any form`(engine: StoreEngine) async throws {
        try await Desk.with(engine) { desk in
            try await desk.hear(Words.received("ann", from: "60123456789@c.us", name: "Ann Binti Ali 李小明 김"))
            try await desk.hear(Words.received("zoé", from: "6581234567@c.us", second: 1, name: "ZOÉ 100%"))
            try await desk.hear(PeopleTests.changed("c1", "Coach Zoe", ["phone:+6581234567"], version: 1))
            for (search, found) in Self.searches {
                let items = try await desk.list(ListConversations(search: search)).items
                #expect(items.map(\.lastMessage?.preview) == found, "\(search)")
            }
        }
    }

    @Test(arguments: StoreEngine.underTest)
    func `lists show what is asked for, and totals are of the whole workspace`(engine: StoreEngine) async throws {
        try await Desk.with(engine) { desk in
            try await desk.hear(Words.received("A"))
            try await desk.hear(Words.received("B", from: "12036@g.us", second: 1, participant: "60111111111@c.us"))
            try await desk.hear(Words.received("C", from: "12037@newsletter", second: 2))
            let previews: (ListConversations.Kind) async throws -> [String?] = { kind in
                let list = try await desk.list(ListConversations(type: kind))
                #expect(list.totals == .init(conversations: 3, unread: 3))
                return list.items.map(\.lastMessage?.preview)
            }
            #expect(try await previews(.all) == ["C", "B", "A"])
            #expect(try await previews(.personal) == ["A"])
            #expect(try await previews(.groups) == ["B"])
        }
    }

    @Test func `a preview is one short line, or says what it is`() async throws {
        try await Desk.with(.sqlite) { desk in
            try await desk.hear(Words.received("A", body: "two\n lines " + String(repeating: "x", count: 200)))
            let preview = try #require(await desk.conversation()?.lastMessage?.preview)
            #expect(preview.hasPrefix("two lines xxx") && preview.count <= 120)
            var picture = try Words.received("B", second: 1)
            (picture.type, picture.body) = (.image, nil)
            try await desk.hear(picture)
            #expect(try await desk.conversation()?.lastMessage?.preview == "image")
        }
    }

    private static func message(_ number: Int, second: Int) throws -> MessageReceived {
        try Words.received("N\(number)", from: "60120000\(100 + number)@c.us", second: second)
    }
}
