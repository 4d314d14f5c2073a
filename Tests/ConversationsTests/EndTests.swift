import Contracts
import Runtime
import Store
import TestSupport
import Testing

@testable import conversations

@Suite struct EndTests {
    @Test(arguments: StoreEngine.underTest)
    func `an ended conversation is history, and a new message starts the next one`(engine: StoreEngine) async throws {
        try await Desk.with(engine) { desk in
            let mei = try await desk.hire("Mei")
            try await desk.hear(Words.received("A", name: "Ann"))
            let first = try #require(await desk.conversation())
            let fields = TagFields(name: "VIP", color: "red")
            let vip = try await desk.turn { try Tags(turn: $0).create(CreateTag(fields: fields)) }
            try await desk.turn {
                _ = try Tags(turn: $0).put(TagConversation(conversation: first.id, tag: vip.id, present: true))
                _ = try Notes(turn: $0).set(SetNote(conversation: first.id, note: "calls back", version: nil))
            }
            _ = try await desk.assign(first.id, to: mei)
            desk.clock.advance(by: .seconds(60))
            let ended = try await desk.end(first.id, by: mei)
            #expect(ended.status == .ended && ended.endedAt == desk.clock.now && ended.unreadCount == 0)
            #expect(try await desk.end(first.id) == ended)
            #expect(try await desk.assignments(ListAssignments(conversation: first.id)).items.map(\.endedBy) == [mei])
            #expect(try await desk.list().totals == .init(conversations: 0, unread: 0))
            let late = await #expect(throws: Problem.self) { try await desk.control(ended, .take, by: mei) }
            #expect(late?.status == 409)

            try await desk.hear(Words.received("B", second: 100))
            let second = try #require(await desk.conversation())
            #expect(second.id != first.id)
            #expect(second.status == .active && second.tags == [vip] && second.note == "calls back")
            #expect(second.name == "Ann" && second.assignee == nil && second.unreadCount == 1)
            #expect(try await desk.list().totals == .init(conversations: 1, unread: 1))
            #expect(try await desk.list(ListConversations(tag: vip.id)).items.contains { $0.id == second.id })
            _ = try await desk.send(Words.send("hello"))
            #expect(try await desk.page(ListMessages(conversation: second.id)).items.count == 2)
            #expect(try await desk.page(ListMessages(conversation: first.id)).items.map(\.body) == ["A"])
            #expect(try await desk.history(of: first.id).map(\.id) == [second.id, first.id])
            try await desk.hear(PeopleTests.changed("c1", "Aisyah", ["phone:+60123456789"], version: 1))
            #expect(try await desk.history(of: second.id).map(\.name) == ["Aisyah", "Aisyah"])
        }
    }

    @Test(arguments: StoreEngine.underTest)
    func `reactions and old messages go where they belong, to the ended one`(engine: StoreEngine) async throws {
        try await Desk.with(engine) { desk in
            try await desk.hear(Words.received("A"))
            let first = try #require(await desk.conversation())
            desk.clock.advance(by: .seconds(60))
            _ = try await desk.end(first.id)
            var reaction = try Words.received("R", second: 70)
            reaction.type = .reaction
            try await desk.hear(reaction)
            var old = try Words.received("Old", second: 30)
            old.backfilled = true
            try await desk.hear(old)
            #expect(try await desk.list().items.isEmpty)
            #expect(try await desk.show(first.id).unreadCount == 0)
            #expect(try await desk.page(ListMessages(conversation: first.id)).items.count == 3)
            old = try Words.received("Late", second: 90)
            old.backfilled = true
            try await desk.hear(old)
            #expect(try await desk.list().items.map(\.unreadCount) == [1])
        }
    }

    @Test(arguments: StoreEngine.underTest)
    func `all addresses of the person move on together`(engine: StoreEngine) async throws {
        try await Desk.with(engine) { desk in
            try await desk.hear(Words.received("A", from: "987654321@lid", phone: "+60123456789"))
            let first = try #require(await desk.conversation())
            _ = try await desk.end(first.id)
            try await desk.hear(Words.received("B", second: 1))
            try await desk.hear(Words.received("C", from: "987654321@lid", second: 2, phone: "+60123456789"))
            #expect(try await desk.list().items.map(\.unreadCount) == [2])
        }
    }

    /// The addresses that a person writes from before and after the end, and the number that is told of the second.
    private static let addresses = [
        ["60123456789@c.us", "987654321@lid", "+60123456789"], ["5511987654321@c.us", "551187654321@c.us"],
        ["551187654321@c.us", "5511987654321@c.us"],
    ]

    @Test(arguments: StoreEngine.underTest, addresses)
    func `who writes from an address not seen before starts the next one, too`(
        engine: StoreEngine,
        addresses: [String]
    ) async throws {
        try await Desk.with(engine) { desk in
            try await desk.hear(Words.received("A", from: addresses[0]))
            let first = try #require(await desk.conversation())
            _ = try await desk.end(first.id)
            let phone = addresses.dropFirst(2).first
            try await desk.hear(Words.received("B", from: addresses[1], second: 1, phone: phone))
            let second = try #require(await desk.conversation())
            #expect(second.id != first.id && second.unreadCount == 1 && second.chatId.text == addresses[1])
            #expect(desk.told(MessageAdded.self).map(\.conversation.unreadCount) == [1, 1])
            #expect(try await desk.history(of: second.id).map(\.id) == [second.id, first.id])
        }
    }

    @Test(arguments: StoreEngine.underTest)
    func `a number that was asked for leads to the next one`(engine: StoreEngine) async throws {
        try await Desk.with(engine) { desk in
            try await desk.hear(Words.received("A"))
            _ = try await desk.end(#require(await desk.conversation()).id)
            let lid = try ChatID("987654321@lid")
            try await desk.hear(LIDResolved(pair: LIDPair(lid: lid, phoneNumber: "+60123456789")))
            try await desk.hear(Words.received("B", from: lid.text, second: 1))
            #expect(try await desk.conversation()?.unreadCount == 1)
        }
    }

    /// They have written from a hidden id since, and its number is told then, by a message or by who was asked for it.
    @Test(arguments: StoreEngine.underTest, [true, false])
    func `what began under a hidden id goes on from what was ended under its number`(
        engine: StoreEngine,
        isAsked: Bool
    ) async throws {
        try await Desk.with(engine) { desk in
            let (lid, phone) = (try ChatID("987654321@lid"), "+60123456789")
            try await desk.hear(Words.received("A"))
            let first = try #require(await desk.conversation())
            _ = try await desk.end(first.id)
            try await desk.hear(Words.received("B", from: lid.text, second: 1))
            let second = try #require(await desk.conversation())
            if isAsked { try await desk.hear(LIDResolved(pair: LIDPair(lid: lid, phoneNumber: phone))) }
            try await desk.hear(Words.received("C", from: lid.text, second: 2, phone: isAsked ? nil : phone))
            try await desk.hear(Words.received("D", second: 3))
            let now = try #require(await desk.conversation())
            #expect(now.id == second.id && now.phoneNumber == phone && now.unreadCount == 3)
            #expect(try await desk.history(of: first.id).map(\.id) == [second.id, first.id])
        }
    }

    @Test(arguments: StoreEngine.underTest)
    func `what is sent to an address not seen before starts the next one, too`(engine: StoreEngine) async throws {
        try await Desk.with(engine) { desk in
            try await desk.hear(Words.received("A", from: "551187654321@c.us"))
            let first = try #require(await desk.conversation())
            _ = try await desk.end(first.id)
            let sent = try await desk.send(Words.send("hello", to: "5511987654321@c.us"))
            #expect(sent.conversationId != first.id)
            #expect(try await desk.conversation()?.id == sent.conversationId)
        }
    }

    @Test(arguments: StoreEngine.underTest)
    func `only the holder ends what is held`(engine: StoreEngine) async throws {
        try await Desk.with(engine) { desk in
            let (mei, raj) = (try await desk.hire("Mei"), try await desk.hire("Raj"))
            try await desk.hear(Words.received("A"))
            let held = try await desk.control(#require(await desk.conversation()), .take, by: mei)
            let problem = await #expect(throws: Problem.self) { try await desk.end(held.id, by: raj) }
            #expect(problem?.status == 409 && problem?.changedBy == "Mei")
            #expect(try await desk.end(held.id, seen: held.workVersion, by: mei).control == nil)
        }
    }

    @Test(arguments: StoreEngine.underTest)
    func `messages and ends at the same time lose nothing`(engine: StoreEngine) async throws {
        try await Desk.with(engine) { desk in
            try await desk.hear(Words.received("first"))
            let id = try #require(await desk.conversation()).id
            try await withThrowingTaskGroup(of: Void.self) { group in
                for number in 0..<20 {
                    group.addTask {
                        let event = try Words.received("M\(number)", second: number)
                        try await desk.turn { try Arrivals(turn: $0).received(event) }
                    }
                    group.addTask {
                        for item in try await desk.list().items { _ = try await desk.end(item.id) }
                    }
                }
                try await group.waitForAll()
            }
            for item in try await desk.list().items { _ = try await desk.end(item.id) }
            #expect(try await desk.count("message") == 21)
            #expect(try await desk.list().totals == .init(conversations: 0, unread: 0))
            #expect(try await desk.history(of: id).count == desk.count("conversation"))
        }
    }
}
