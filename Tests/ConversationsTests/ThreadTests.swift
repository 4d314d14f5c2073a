import Contracts
import Store
import TestSupport
import Testing

@testable import conversations

@Suite struct ThreadTests {
    private static let lid = "987654321@lid"
    private static let phone = "60123456789@c.us"

    @Test(arguments: StoreEngine.underTest, [[lid, phone], [phone, lid]])
    func `a hidden address whose number is told and the number are one conversation`(
        engine: StoreEngine,
        order: [String]
    ) async throws {
        try await Desk.with(engine) { desk in
            for (second, chat) in order.enumerated() {
                try await desk.hear(Words.received(chat, from: chat, second: second, phone: "+60123456789"))
            }
            let conversation = try #require(await desk.conversation())
            #expect(conversation.phoneNumber == "+60123456789")
            #expect(conversation.unreadCount == 2)
            #expect(conversation.chatId.text == order[1])
            #expect(try await desk.messages().map(\.body) == order.reversed())
        }
    }

    @Test(arguments: StoreEngine.underTest)
    func `a conversation learns the number behind its address`(engine: StoreEngine) async throws {
        try await Desk.with(engine) { desk in
            try await desk.hear(Words.received("A", from: Self.lid))
            #expect(try await desk.conversation()?.phoneNumber == nil)
            try await desk.hear(Words.received("B", from: Self.lid, second: 1, phone: "+60123456789"))
            try await desk.hear(Words.received("C", from: Self.phone, second: 2))
            let conversation = try #require(await desk.conversation())
            #expect(conversation.phoneNumber == "+60123456789")
            #expect(conversation.unreadCount == 3)
            #expect(try await desk.list(ListConversations(search: "0123456")).items.count == 1)
        }
    }

    @Test(arguments: StoreEngine.underTest)
    func `two conversations of one person become one when the number is told`(engine: StoreEngine) async throws {
        try await Desk.with(engine) { desk in
            try await desk.hear(Words.received("A", from: Self.lid))
            try await desk.hear(Words.received("B", from: Self.phone, second: 1))
            try await desk.hear(Words.received("C", from: Self.lid, second: 2, phone: "+60123456789"))
            try await desk.hear(Words.received("D", from: Self.lid, second: 3))
            let items = try await desk.list().items
            #expect(items.map(\.lastMessage?.preview) == ["D"])
            #expect(try await desk.messages().map(\.body) == ["D", "C", "B", "A"])
            #expect(try await desk.list().totals == .init(conversations: 1, unread: 4))
        }
    }

    /// Nothing in the messages tells the number: the provider was asked for it.
    @Test(arguments: StoreEngine.underTest, [true, false])
    func `a number that was asked for leads its hidden address to it, whatever comes first`(
        engine: StoreEngine,
        isEarly: Bool
    ) async throws {
        try await Desk.with(engine) { desk in
            let pair = LIDPair(lid: try ChatID(Self.lid), phoneNumber: "+60123456789")
            if isEarly { try await desk.hear(LIDResolved(pair: pair)) }
            try await desk.hear(Words.received("A", from: Self.lid))
            if !isEarly { try await desk.hear(LIDResolved(pair: pair)) }
            try await desk.hear(Words.received("B", from: Self.phone, second: 1))
            let conversation = try #require(await desk.conversation())
            #expect(conversation.phoneNumber == "+60123456789" && conversation.unreadCount == 2)
        }
    }

    @Test(arguments: StoreEngine.underTest)
    func `both forms of a Brazilian number are one conversation`(engine: StoreEngine) async throws {
        try await Desk.with(engine) { desk in
            try await desk.hear(Words.received("A", from: "5511987654321@c.us"))
            try await desk.hear(Words.received("B", from: "551187654321@c.us", second: 1))
            #expect(try await desk.conversation()?.unreadCount == 2)
        }
    }

    @Test(arguments: StoreEngine.underTest)
    func `channels and workspaces keep their conversations apart`(engine: StoreEngine) async throws {
        try await Desk.with(engine) { desk in
            let other = WorkspaceID(trusted: "other")
            var elsewhere = try Words.received("A")
            elsewhere.channel = ChannelID(trusted: "second line")
            try await desk.hear(Words.received("A"))
            try await desk.hear(elsewhere)
            try await desk.hear(Words.received("A"), other)
            #expect(try await desk.list().totals == .init(conversations: 2, unread: 2))
            let foreign = try #require(await desk.conversation(other))
            #expect(try await desk.list().items.allSatisfy { $0.id != foreign.id })

            try await desk.hear(Words.ack("A", .read, fromMe: false), other)
            #expect(try await desk.list().totals.unread == 2)
            for request in [foreign.id] {
                let shown = await #expect(throws: Problem.self) {
                    try await desk.page(ListMessages(conversation: request))
                }
                #expect(shown == .notFound("conversation"))
                let read = await #expect(throws: Problem.self) {
                    try await desk.turn { try ReadMarks(turn: $0).markRead(MarkRead(conversation: request)) }
                }
                #expect(read == .notFound("conversation"))
            }
        }
    }

    @Test(arguments: StoreEngine.underTest)
    func `people write at once and each message is there once`(engine: StoreEngine) async throws {
        try await Desk.with(engine) { desk in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for number in 0..<60 {
                    let chat = number % 2 == 0 ? Self.lid : Self.phone
                    let event = try Words.received(
                        "M\(number / 2 % 20)-\(number % 2)",
                        from: chat,
                        phone: "+60123456789"
                    )
                    group.addTask { try await desk.turn { try Arrivals(turn: $0).received(event) } }
                }
                try await group.waitForAll()
            }
            #expect(try await desk.conversation()?.unreadCount == 40)
            #expect(try await desk.messages().count == 40)
            #expect(try await desk.list().totals == .init(conversations: 1, unread: 40))
        }
    }

    @Test(arguments: StoreEngine.underTest)
    func `reports and messages that cross each other meet`(engine: StoreEngine) async throws {
        try await Desk.with(engine) { desk in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for number in 0..<40 {
                    let event = try Words.received("M\(number)", second: number, fromMe: true, source: .app)
                    group.addTask { try await desk.turn { try Arrivals(turn: $0).received(event) } }
                    for status in [MessageStatus.delivered, .read] {
                        let report = Words.ack("M\(number)", status)
                        group.addTask { try await desk.turn { try Deliveries(turn: $0).reported(report) } }
                    }
                }
                try await group.waitForAll()
            }
            #expect(try await desk.messages().map(\.status) == Array(repeating: .read, count: 40))
        }
    }
}
