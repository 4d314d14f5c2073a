import Contracts
import Runtime
import Store
import TestSupport
import Testing

@testable import conversations

@Suite struct ArrivalTests {
    @Test(arguments: StoreEngine.underTest.filter { $0 == .postgres })
    func `a message that waits for a note tells the new one`(engine: StoreEngine) async throws {
        try await Desk.with(engine) { desk in
            try await desk.hear(Words.received("A"))
            let id = try #require(await desk.conversation()).id
            try await cross(on: desk.store) { pause in
                try await desk.turn {
                    _ = try Notes(turn: $0).set(SetNote(conversation: id, note: "calls back", version: nil))
                    try pause($0.transaction)
                }
            } with: {
                try await desk.turn { try Arrivals(turn: $0).received(Words.received("B", second: 1)) }
            }
            let told = try #require(desk.told(MessageAdded.self).last?.conversation)
            #expect(told.note == "calls back" && told.unreadCount == 2 && told.lastMessage?.preview == "B")
            #expect(try await desk.show(id) == told)
        }
    }

    @Test(arguments: StoreEngine.underTest)
    func `a message told twice is stored once, under whatever address`(engine: StoreEngine) async throws {
        try await Desk.with(engine) { desk in
            try await desk.hear(Words.received("A"))
            try await desk.hear(Words.received("A"))
            try await desk.hear(Words.received("A", from: "987654321@lid", phone: "+60123456789"))
            #expect(try await desk.messages().map(\.body) == ["A"])
            #expect(desk.told(MessageAdded.self).count == 1)
            #expect(try await desk.list().totals == .init(conversations: 1, unread: 1))
            #expect(desk.metrics.page().contains("conversations_duplicates_total 5"))
        }
    }

    @Test(arguments: StoreEngine.underTest)
    func `one id in both directions is two messages`(engine: StoreEngine) async throws {
        try await Desk.with(engine) { desk in
            try await desk.hear(Words.received("A", body: "from them"))
            try await desk.hear(Words.received("A", fromMe: true, source: .app, body: "from us"))
            #expect(try await desk.messages().map(\.body) == ["from us", "from them"])
        }
    }

    @Test(arguments: StoreEngine.underTest)
    func `messages stand by their time, those of one moment as they came`(engine: StoreEngine) async throws {
        try await Desk.with(engine) { desk in
            for (bare, second) in [("C", 2), ("A", 1), ("D", 3), ("B", 1), ("E", 3)] {
                try await desk.hear(Words.received(bare, second: second))
            }
            #expect(try await desk.messages().map(\.body) == ["E", "D", "C", "B", "A"])
            let conversation = try #require(await desk.conversation())
            #expect(conversation.lastMessage?.preview == "E")
            #expect(conversation.unreadCount == 5)
        }
    }

    @Test(arguments: StoreEngine.underTest)
    func `what was told late keeps its place in the talk`(engine: StoreEngine) async throws {
        try await Desk.with(engine) { desk in
            var (first, last) = (try Words.received("A"), try Words.received("C"))
            first.timestamp = first.timestamp + .milliseconds(100)
            last.timestamp = last.timestamp + .milliseconds(950)
            try await desk.hear(last)
            desk.clock.advance(by: .milliseconds(900))
            _ = try await desk.send(Words.send("B"))
            try await desk.hear(first)
            #expect(try await desk.messages().map(\.body) == ["C", "B", "A"])
        }
    }

    @Test(arguments: StoreEngine.underTest)
    func `what we write on the phone and reactions are not unread, what was read back is`(engine: StoreEngine)
        async throws
    {
        try await Desk.with(engine) { desk in
            try await desk.hear(Words.received("A"))
            try await desk.hear(Words.received("B", second: 1, fromMe: true, source: .app))
            var history = try Words.received("C", second: 2)
            history.backfilled = true
            try await desk.hear(history)
            var past = try Words.received("P", second: -9)
            (past.backfilled, past.past) = (true, true)
            try await desk.hear(past)
            #expect(try await desk.conversation()?.unreadCount == 2)
            // Its webhook comes as well: it is news, once.
            (past.backfilled, past.past) = (nil, nil)
            for _ in 0..<2 { try await desk.hear(past) }
            var reaction = try Words.received("D", second: 3)
            reaction.type = .reaction
            try await desk.hear(reaction)
            let conversation = try #require(await desk.conversation())
            #expect(conversation.unreadCount == 3)
            #expect(conversation.lastMessage?.type == .reaction)
            #expect(try await desk.list().totals.unread == 3)
            let own = try #require(await desk.messages().first { $0.body == "B" })
            #expect(own.direction == .outgoing && own.status == .sent && own.source == .app)
        }
    }

    @Test(arguments: StoreEngine.underTest)
    func `a name from history is taken while none is known, and hides no newer one`(engine: StoreEngine) async throws {
        try await Desk.with(engine) { desk in
            let steps: [(name: String?, isPast: Bool, known: String?)] = [
                (nil, true, nil), ("Ann", true, "Ann"), ("Anna", true, "Ann"), ("Anne", false, "Anne"),
                ("Ann", true, "Anne"),
            ]
            for (number, step) in steps.enumerated() {
                var event = try Words.received("M\(number)", second: -number, name: step.name)
                event.backfilled = step.isPast ? true : nil
                try await desk.hear(event)
                #expect(try await desk.conversation()?.name == step.known, "\(number)")
            }
            #expect(try await desk.list(ListConversations(search: "anne")).items.count == 1)
        }
    }

    @Test(arguments: StoreEngine.underTest)
    func `a late message counts as unread but does not become the newest`(engine: StoreEngine) async throws {
        try await Desk.with(engine) { desk in
            try await desk.hear(Words.received("new", from: "987654321@lid", second: 60, phone: "+60123456789"))
            try await desk.hear(Words.received("late", second: 1))
            let added = try #require(desk.told(MessageAdded.self).last)
            #expect(added.message.body == "late")
            #expect(added.conversation.lastMessage?.preview == "new")
            #expect(added.conversation.unreadCount == 2)
            #expect(added.conversation.chatId.text == "987654321@lid")
            #expect(try await desk.conversation() == added.conversation)
        }
    }

    @Test(arguments: StoreEngine.underTest)
    func `groups name their senders, and stories are no conversations`(engine: StoreEngine) async throws {
        try await Desk.with(engine) { desk in
            let group = "120363000000000000@g.us"
            try await desk.hear(Words.received("A", from: group, name: "Ann", participant: "60111111111@c.us"))
            try await desk.hear(Words.received("B", from: "status@broadcast", participant: "60111111111@c.us"))
            let conversation = try #require(await desk.conversation())
            #expect(conversation.isGroup && conversation.name == nil && conversation.phoneNumber == nil)
            #expect(try await desk.messages().map(\.sender?.name) == ["Ann"])
        }
    }

    @Test(arguments: StoreEngine.underTest)
    func `reading clears the count and tells the provider once`(engine: StoreEngine) async throws {
        try await Desk.with(engine) { desk in
            for bare in ["A", "B", "C"] { try await desk.hear(Words.received(bare)) }
            let id = try #require(await desk.conversation()).id
            _ = desk.told()
            for _ in 1...2 {
                let read = try await desk.turn { try ReadMarks(turn: $0).markRead(MarkRead(conversation: id)) }
                #expect(read.unreadCount == 0)
            }
            let told = desk.told()
            #expect(told.count { $0 is ConversationRead } == 1)
            #expect(told.count { $0 is ConversationChanged } == 1)
            #expect(try await desk.list().totals == .init(conversations: 1, unread: 0))
        }
    }

    @Test(arguments: StoreEngine.underTest)
    func `reading on another device clears what was read there`(engine: StoreEngine) async throws {
        try await Desk.with(engine) { desk in
            for (second, bare) in ["A", "B", "C"].enumerated() {
                try await desk.hear(Words.received(bare, second: second))
            }
            try await desk.hear(Words.ack("B", .read, fromMe: false))
            #expect(try await desk.conversation()?.unreadCount == 1)
            try await desk.hear(Words.ack("A", .read, fromMe: false))
            #expect(try await desk.conversation()?.unreadCount == 1)
            try await desk.hear(Words.ack("D", .read, fromMe: false))
            try await desk.hear(Words.received("D", second: 3))
            #expect(try await desk.list().totals == .init(conversations: 1, unread: 0))
        }
    }

    @Test(arguments: StoreEngine.underTest)
    func `a file's arrival is shown, whether it is told before or after its message`(engine: StoreEngine) async throws {
        try await Desk.with(engine) { desk in
            for (bare, isEarly) in [("A", true), ("B", false)] {
                var event = try Words.received(bare)
                let id = MediaID(trusted: "media-\(bare)")
                event.type = .image
                event.media = IncomingMedia(id: id, url: "x", mimetype: "image/jpeg", filename: nil)
                var stored = MediaObject(id: id, state: .ready)
                stored.size = 42
                if isEarly { try await desk.hear(MediaChanged(media: stored)) }
                try await desk.hear(event)
                if !isEarly { try await desk.hear(MediaChanged(media: stored)) }
            }
            for message in try await desk.messages() {
                #expect(message.media?.state == .ready && message.media?.size == 42)
            }
            let changed = desk.told(MessageChanged.self)
            #expect(Set(changed.map(\.message.body)) == ["B"])
        }
    }
}
