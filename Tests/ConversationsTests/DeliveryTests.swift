import Contracts
import Runtime
import Store
import TestSupport
import Testing

@testable import conversations

@Suite struct DeliveryTests {
    @Test(arguments: StoreEngine.underTest)
    func `reports in any order end the same`(engine: StoreEngine) async throws {
        try await Desk.with(engine) { desk in
            var ends: Set<Message> = []
            for round in 0..<24 {
                let chat = "6012000\(1000 + round)@c.us"
                let sent = try await desk.send(Words.send("hello", to: chat))
                let bare = "R\(round)"
                var reports = [
                    Words.outcome(sent.id, nil, bare: bare), Words.outcome(sent.id, .sent, bare: bare, second: 7),
                    Words.ack(bare, .sent, second: 6), Words.ack(bare, .delivered), Words.ack(bare, .read),
                    Words.ack(bare, .delivered),
                ]
                if round > 0 { reports.shuffle() }
                for report in reports { try await desk.hear(report) }
                try await desk.hear(Words.received(bare, from: chat, second: 8, fromMe: true, source: .api))
                var end = try #require(await desk.messages().first { $0.id == sent.id })
                #expect(end.providerId == "true_60123456789@c.us_\(bare)")
                (end.id, end.conversationId, end.providerId) = (MessageID(trusted: "-"), .init(trusted: "-"), nil)
                ends.insert(end)
            }
            let end = try #require(ends.count == 1 ? ends.first : nil, "\(ends)")
            #expect(end.status == .read)
            #expect(end.timestamp == Words.start + .seconds(6))
            #expect(try await desk.count("delivery_report") == 24 * 6)
            #expect(try await desk.count("delivery_report WHERE message IS NULL") == 0)
        }
    }

    @Test func `failure is final, and comes only before delivery`() {
        func end(_ statuses: [MessageStatus]) -> MessageStatus {
            var stored = StoredMessage(
                Message(
                    id: MessageID(trusted: "m"),
                    conversationId: ConversationID(trusted: "c"),
                    direction: .outgoing,
                    type: .text,
                    body: nil,
                    status: .pending,
                    timestamp: Words.start
                ),
                Desk.workspace,
                Desk.channel,
                ChatID(phoneDigits: "60123456789"),
                ours: true
            )
            for status in statuses { stored.take(Report(Words.ack("x", status), id: "r")) }
            return stored.message.status
        }
        #expect(end([.failed, .sent, .delivered]) == .failed)
        #expect(end([.sent, .failed, .read]) == .failed)
        #expect(end([.delivered, .failed]) == .delivered)
        #expect(end([.played, .read]) == .played)
    }

    @Test(arguments: StoreEngine.underTest)
    func `acks that come before their message wait for it`(engine: StoreEngine) async throws {
        try await Desk.with(engine) { desk in
            try await desk.hear(Words.ack("A", .read))
            try await desk.hear(Words.ack("A", .delivered))
            #expect(desk.told().isEmpty)
            try await desk.hear(Words.received("A", fromMe: true, source: .app))
            #expect(try await desk.messages().map(\.status) == [.read])
            #expect(desk.told(MessageAdded.self).count == 1)
        }
    }

    @Test(arguments: StoreEngine.underTest, [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]])
    func `our message, its outcome and its echo are one message`(engine: StoreEngine, order: [Int]) async throws {
        try await Desk.with(engine) { desk in
            let sent = try await desk.send(Words.send("hello"))
            for step in order {
                switch step {
                case 0: try await desk.hear(Words.outcome(sent.id, .sent, bare: "A"))
                case 1: try await desk.hear(Words.received("A", second: 4, fromMe: true, source: .api, body: "hello"))
                default: try await desk.hear(Words.ack("A", .delivered))
                }
            }
            let messages = try await desk.messages()
            #expect(messages.map(\.id) == [sent.id])
            #expect(messages.map(\.status) == [.delivered])
            #expect(messages.map(\.timestamp) == [Words.start + .seconds(4)])
            #expect(try await desk.count("echo") == 0)
            #expect(try await desk.conversation()?.lastMessage?.status == .delivered)
        }
    }

    @Test(arguments: StoreEngine.underTest)
    func `an echo that nobody asks for becomes a message, and goes again when it was ours`(
        engine: StoreEngine
    ) async throws {
        try await Desk.with(engine) { desk in
            let sent = try await desk.send(Words.send("hello"))
            try await desk.hear(Words.received("A", second: 4, fromMe: true, source: .api, body: "hello"))
            try await desk.hear(Words.ack("A", .read))
            let adoption = EchoAdoption(
                store: desk.store,
                clock: desk.clock.clock,
                metrics: ConversationMetrics(desk.metrics),
                logger: .quiet,
                emit: { _, _, _ in }
            )
            #expect(try await adoption.adopt() == 0)
            desk.clock.advance(by: Echoes.patience)
            #expect(try await adoption.adopt() == 1)
            #expect(try await desk.messages().map(\.status) == [.read, .pending])

            try await desk.hear(Words.outcome(sent.id, .sent, bare: "A"))
            let messages = try await desk.messages()
            #expect(messages.map(\.id) == [sent.id])
            #expect(messages.map(\.status) == [.read])
            #expect(try await desk.conversation()?.lastMessage?.id == sent.id)
        }
    }

    /// Told before the outcome of the send, after it, and so late that it was taken for a message of its own.
    @Test(arguments: StoreEngine.underTest, [0, 1, 2])
    func `our text shows the page that it links to as the provider shows it`(
        engine: StoreEngine,
        order: Int
    ) async throws {
        try await Desk.with(engine) { desk in
            let sent = try await desk.send(Words.send("See https://gym.example"))
            var echo = try Words.received("A", second: 4, fromMe: true, source: order == 2 ? .app : .api)
            echo.content = MessageContent()
            echo.content?.link = LinkPreview(url: "https://gym.example", title: "Gym")
            if order != 1 { try await desk.hear(echo) }
            try await desk.hear(Words.outcome(sent.id, .sent, bare: "A"))
            if order == 1 { try await desk.hear(echo) }
            try await desk.hear(Words.ack("A", .read))
            let shown = try await desk.messages()
            #expect(shown.map(\.id) == [sent.id])
            #expect(shown.map { $0.content?.link } == [echo.content?.link])
            #expect(desk.told(MessageChanged.self).last?.message == shown.first)
        }
    }

    @Test(arguments: StoreEngine.underTest)
    func `a text that was changed meanwhile shows no page of the former one`(engine: StoreEngine) async throws {
        try await Desk.with(engine) { desk in
            let sent = try await desk.send(Words.send("See https://gym.example"))
            try await desk.hear(Words.outcome(sent.id, .sent, bare: "A"))
            let edit = EditMessage(conversation: sent.conversationId, message: sent.id, text: "See us", staff: nil)
            try await desk.turn { _ = try Gestures(turn: $0).edit(edit) }
            var echo = try Words.received("A", second: 4, fromMe: true, source: .api)
            echo.content = MessageContent()
            echo.content?.link = LinkPreview(url: "https://gym.example", title: "Gym")
            try await desk.hear(echo)
            let shown = try #require(await desk.messages().first)
            #expect(shown.body == "See us" && shown.content == nil)
        }
    }

    @Test(arguments: StoreEngine.underTest)
    func `doubt is shown until the provider gives a word`(engine: StoreEngine) async throws {
        try await Desk.with(engine) { desk in
            let sent = try await desk.send(Words.send("hello"))
            try await desk.hear(Words.outcome(sent.id, nil, bare: "A"))
            try await desk.hear(Words.outcome(sent.id, nil, uncertain: true))
            #expect(try await desk.messages().map(\.uncertain) == [true])
            try await desk.hear(Words.ack("A", .delivered))
            #expect(try await desk.messages().map(\.uncertain) == [nil])
            try await desk.hear(Words.outcome(sent.id, nil, uncertain: true))
            #expect(try await desk.messages().map(\.uncertain) == [nil])
        }
    }

    @Test(arguments: StoreEngine.underTest, [[0, 1, 2], [0, 2, 1], [2, 0, 1]])
    func `what was sent at the second attempt has the id of that one`(engine: StoreEngine, order: [Int]) async throws {
        try await Desk.with(engine) { desk in
            let sent = try await desk.send(Words.send("hello"))
            let told = [
                Words.outcome(sent.id, nil, bare: "X"), Words.outcome(sent.id, nil, bare: "Y"),
                Words.outcome(sent.id, .sent, bare: "Y"),
            ]
            for step in order { try await desk.hear(told[step]) }
            #expect(try await desk.messages().map(\.providerId) == ["true_60123456789@c.us_Y"])
            // The same id in another form is no other one.
            var ack = Words.ack("Y", .delivered)
            ack.providerId = "true_987654321@lid_Y"
            try await desk.hear(ack)
            #expect(try await desk.messages().map(\.providerId) == ["true_60123456789@c.us_Y"])
        }
    }

    @Test(arguments: StoreEngine.underTest.filter { $0 == .postgres })
    func `a report that waits for a newer message leaves that the newest`(engine: StoreEngine) async throws {
        try await Desk.with(engine) { desk in
            let sent = try await desk.send(Words.send("hello"))
            try await cross(on: desk.store) { pause in
                try await desk.turn {
                    try Arrivals(turn: $0).received(Words.received("B", second: 9))
                    try pause($0.transaction)
                }
            } with: {
                try await desk.turn { try Deliveries(turn: $0).reported(Words.outcome(sent.id, .sent, second: 7)) }
            }
            let conversation = try #require(await desk.conversation())
            #expect(conversation.lastMessage?.preview == "B")
            #expect(conversation.lastMessage?.timestamp == Words.start + .seconds(9))
        }
    }

    @Test(arguments: StoreEngine.underTest)
    func `a refusal is shown in the provider's words`(engine: StoreEngine) async throws {
        try await Desk.with(engine) { desk in
            let sent = try await desk.send(Words.send("hello"))
            let error = DeliveryError(code: "number_not_on_whatsapp", message: "This number is not on WhatsApp.")
            try await desk.hear(Words.outcome(sent.id, .failed, error: error))
            let message = try #require(await desk.messages().first)
            #expect(message.status == .failed && message.error == error)
            #expect(desk.told(MessageChanged.self).map(\.message) == [message])
        }
    }

    @Test(arguments: StoreEngine.underTest)
    func `a change of a message names the branch of its contact`(engine: StoreEngine) async throws {
        try await Desk.with(engine) { desk in
            let sent = try await desk.send(Words.send("hello"))
            try await desk.hear(Words.outcome(sent.id, .sent, bare: "A"))
            let contact = ContactBrief(
                id: ContactID(trusted: "p1"),
                name: nil,
                kind: .member,
                badge: Badge(status: .active, label: "Active"),
                branch: "Kepong"
            )
            let phone = ContactIdentifier(kind: .phone, value: "+60123456789")
            try await desk.hear(ContactChanged(contact: contact, identifiers: [phone], version: 1))
            try await desk.hear(Words.ack("A", .delivered))
            #expect(desk.told(MessageChanged.self).map(\.branch) == [nil, "Kepong"])
        }
    }
}
