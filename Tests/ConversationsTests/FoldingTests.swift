import Contracts
import Runtime
import Store
import TestSupport
import Testing

@testable import conversations

@Suite struct FoldingTests {
    private static let lid = "987654321@lid"

    @Test(arguments: StoreEngine.underTest)
    func `two conversations of one person become one, and nothing of them is lost`(engine: StoreEngine) async throws {
        try await Desk.with(engine) { desk in
            let mei = try await desk.hire("Mei")
            try await desk.hear(Words.received("A", from: Self.lid))
            let first = try #require(await desk.conversation())
            let fields = TagFields(name: "VIP", color: "red")
            let vip = try await desk.turn { try Tags(turn: $0).create(CreateTag(fields: fields)) }
            try await desk.turn {
                _ = try Tags(turn: $0).put(TagConversation(conversation: first.id, tag: vip.id, present: true))
                _ = try Notes(turn: $0).set(SetNote(conversation: first.id, note: "hidden", version: nil))
            }
            _ = try await desk.control(desk.assign(first.id, to: mei), .take, by: mei)
            try await desk.hear(Words.received("B", second: 1))
            try await desk.hear(PeopleTests.changed("c1", "Ann", ["phone:+60123456789"], version: 1))
            #expect(try await desk.list().items.count == 2)

            let both = ["phone:+60123456789", "lid:\(Self.lid)"]
            try await desk.hear(PeopleTests.changed("c1", "Ann", both, version: 2))
            let list = try await desk.list()
            let one = try #require(list.items.first)
            #expect(list.items.count == 1 && list.totals == .init(conversations: 1, unread: 2))
            #expect(one.id != first.id && one.unreadCount == 2 && one.tags == [vip] && one.note == "hidden")
            #expect(one.assignee == mei && one.control?.staff == mei)
            #expect(try await desk.show(first.id).id == one.id)
            let unseen = SetNote(conversation: first.id, note: "of one", version: first.version)
            let late = await #expect(throws: Problem.self) {
                try await desk.turn { try Notes(turn: $0).set(unseen) }
            }
            #expect(late?.status == 409 && late?.changedBy == nil && late?.changedAt == desk.clock.now)
            #expect(try await desk.messages().map(\.body) == ["B", "A"])
            let joined = try #require(desk.told(ConversationJoined.self).first)
            #expect(joined.joined == first.id && joined.conversation.id == one.id)
            #expect(try await desk.assignments(ListAssignments(conversation: one.id)).items.map(\.staff) == [mei])
            #expect(try await desk.history(of: one.id).map(\.id) == [one.id])
            try await desk.hear(Words.received("C", from: Self.lid, second: 2))
            #expect(try await desk.list().items.map(\.id) == [one.id])
            #expect(try await desk.show(one.id).unreadCount == 3)
        }
    }

    @Test(arguments: StoreEngine.underTest)
    func `who turns out to be two has two conversations again`(engine: StoreEngine) async throws {
        try await Desk.with(engine) { desk in
            try await desk.hear(Words.received("A", from: Self.lid))
            try await desk.hear(Words.received("B", second: 1))
            let both = ["phone:+60123456789", "lid:\(Self.lid)"]
            try await desk.hear(PeopleTests.changed("c1", "Ann", both, version: 1))
            let one = try #require(await desk.conversation())
            try await desk.hear(PeopleTests.changed("c1", "Ann", ["phone:+60123456789"], version: 2))
            try await desk.hear(Words.received("C", from: Self.lid, second: 2))
            try await desk.hear(Words.received("D", second: 3))
            let list = try await desk.list()
            #expect(list.items.map(\.lastMessage?.preview) == ["D", "C"] && list.items[0].id == one.id)
            #expect(list.items.map(\.unreadCount) == [2, 2] && list.totals == .init(conversations: 2, unread: 4))
            let bodies = try await desk.page(ListMessages(conversation: list.items[1].id)).items.map(\.body)
            #expect(bodies == ["C", "A"])
        }
    }

    /// - Parameter identifiers: each with how often it has changed hands.
    private static func told(_ id: String, _ identifiers: [String: Int], version: Int) throws -> ContactChanged {
        let names = identifiers.keys.sorted()
        var event = try PeopleTests.changed(id, id, names, version: version)
        event.identifierMoves = names.compactMap { identifiers[$0] }
        return event
    }

    /// Each had a conversation; the merge, and what takes it back, are told of two contacts, in either order.
    @Test(arguments: StoreEngine.underTest, [false, true])
    func `a merge that is taken back gives each their conversation again`(
        engine: StoreEngine,
        isLoserFirst: Bool
    ) async throws {
        let (ann, mei) = ("phone:+60123456789", "phone:+60111111111")
        try await Desk.with(engine) { desk in
            // The one that stays wrote first: its conversation becomes part of the newer one.
            try await desk.hear(Words.received("A"))
            try await desk.hear(Words.received("B", from: "60111111111@c.us", second: 1))
            try await desk.hear(Self.told("ann", [ann: 0], version: 1))
            try await desk.hear(Self.told("mei", [mei: 0], version: 1))
            let before = try await desk.list().items.map(\.id)
            try await desk.hear(Self.told("ann", [ann: 0, mei: 1], version: 2))
            try await desk.hear(Self.told("mei", [:], version: 2))
            #expect(try await desk.list().items.count == 1)

            let undone = [try Self.told("mei", [mei: 2], version: 3), try Self.told("ann", [ann: 0], version: 3)]
            for event in isLoserFirst ? undone : undone.reversed() { try await desk.hear(event) }
            let list = try await desk.list()
            #expect(list.items.map(\.id) == before && list.totals == .init(conversations: 2, unread: 2))
            #expect(list.items.map(\.contact?.id.text) == ["mei", "ann"] && list.items.map(\.unreadCount) == [1, 1])
            #expect(list.items.map(\.lastMessage?.preview) == ["B", "A"])
        }
    }

    /// A hidden id and a number lead to one: she writes from the number before the merge, or from the id during it.
    @Test(arguments: StoreEngine.underTest, [[false, false], [false, true], [true, false], [true, true]])
    func `a merge that is taken back gives each their own addresses and messages`(
        engine: StoreEngine,
        order: [Bool]
    ) async throws {
        let (isLoserFirst, isEarly) = (order[0], order[1])
        let (ann, mei, hidden) = ("phone:+60123456789", "phone:+60111111111", "lid:\(Self.lid)")
        func meiWrites(_ text: String, second: Int) throws -> MessageReceived {
            try Words.received(text, from: Self.lid, second: second, phone: "+60111111111")
        }
        try await Desk.with(engine) { desk in
            try await desk.hear(meiWrites("A", second: 0))
            if isEarly { try await desk.hear(Words.received("B", from: "60111111111@c.us", second: 1)) }
            try await desk.hear(Words.received("C", second: 2))
            try await desk.hear(Self.told("ann", [ann: 0], version: 1))
            try await desk.hear(Self.told("mei", [mei: 0, hidden: 0], version: 1))
            let before = try await desk.list().items.map(\.id)
            try await desk.hear(Self.told("ann", [ann: 0, mei: 1, hidden: 1], version: 2))
            try await desk.hear(Self.told("mei", [:], version: 2))
            if !isEarly { try await desk.hear(meiWrites("B", second: 3)) }
            #expect(try await desk.conversation()?.phoneNumber == "+60123456789")

            let undone = [
                try Self.told("mei", [mei: 2, hidden: 2], version: 3), try Self.told("ann", [ann: 0], version: 3),
            ]
            for event in isLoserFirst ? undone : undone.reversed() { try await desk.hear(event) }
            try await desk.hear(meiWrites("D", second: 4))
            let list = try await desk.list()
            #expect(list.items.map(\.id) == before.reversed() && list.items.map(\.unreadCount) == [3, 1])
            #expect(list.items.map(\.phoneNumber) == ["+60111111111", "+60123456789"])
            #expect(try await desk.messages().map(\.body) == ["D", "B", "A", "C"])
            #expect(list.totals == .init(conversations: 2, unread: 4))
        }
    }

    @Test(arguments: StoreEngine.underTest)
    func `what WhatsApp tells of a number stays, whatever is known of people`(engine: StoreEngine) async throws {
        try await Desk.with(engine) { desk in
            try await desk.hear(Words.received("A", from: Self.lid))
            try await desk.hear(Words.received("B", second: 1))
            try await desk.hear(Words.received("C", from: Self.lid, second: 2, phone: "+60123456789"))
            try await desk.hear(PeopleTests.changed("c1", "Ann", ["lid:\(Self.lid)"], version: 1))
            #expect(try await desk.list().totals == .init(conversations: 1, unread: 3))
            #expect(try await desk.messages().map(\.body) == ["C", "B", "A"])
        }
    }

    @Test(arguments: StoreEngine.underTest)
    func `what is ended stays history`(engine: StoreEngine) async throws {
        try await Desk.with(engine) { desk in
            try await desk.hear(Words.received("A", from: Self.lid))
            let first = try #require(await desk.conversation()).id
            _ = try await desk.end(first)
            try await desk.hear(Words.received("B", second: 1))
            let both = ["phone:+60123456789", "lid:\(Self.lid)"]
            try await desk.hear(PeopleTests.changed("c1", "Ann", both, version: 1))
            #expect(try await desk.list().totals == .init(conversations: 1, unread: 1))
            #expect(try await desk.show(first).status == .ended)
        }
    }

    @Test(arguments: StoreEngine.underTest, [[0, 1, 2], [2, 1, 0], [1, 2, 0]])
    func `a reply goes where the newest came from, in whatever order that is told`(
        engine: StoreEngine,
        order: [Int]
    ) async throws {
        try await Desk.with(engine) { desk in
            let events = try [
                Words.received("A", phone: "+60123456789"),
                Words.received("B", from: Self.lid, second: 1, phone: "+60123456789"),
                Words.received("C", second: 2, fromMe: true, source: .app),
            ]
            for index in order { try await desk.hear(events[index]) }
            #expect(try await desk.conversation()?.chatId.text == Self.lid)
        }
    }

    @Test(arguments: StoreEngine.underTest)
    func `a second address of somebody known leads to the conversation that they have`(
        engine: StoreEngine
    ) async throws {
        try await Desk.with(engine) { desk in
            let both = ["phone:+60123456789", "lid:\(Self.lid)"]
            try await desk.hear(PeopleTests.changed("c1", "Ann", both, version: 1))
            try await desk.hear(Words.received("A"))
            try await desk.hear(Words.received("B", from: Self.lid, second: 1))
            let one = try #require(await desk.conversation())
            #expect(one.unreadCount == 2 && one.chatId.text == Self.lid)
            _ = try await desk.end(one.id)
            try await desk.hear(Words.received("C", from: Self.lid, second: 2))
            try await desk.hear(Words.received("D", second: 3))
            #expect(try await desk.conversation()?.unreadCount == 2)
            #expect(try await desk.count("conversation") == 2)
        }
    }
}
