import Contracts
import Store
import TestSupport
import Testing

@testable import conversations

@Suite struct SendingTests {
    @Test(arguments: StoreEngine.underTest)
    func `a send is stored as pending and handed to the queue`(engine: StoreEngine) async throws {
        try await Desk.with(engine) { desk in
            let message = try await desk.send(Words.send("hello", reference: "ref-1"))
            #expect(message.status == .pending && message.clientRef == "ref-1")
            #expect(try await desk.messages() == [message])
            let told = desk.told()
            let added = try #require(told.compactMap { $0 as? MessageAdded }.first)
            #expect(added.message == message)
            #expect(added.conversation.lastMessage == MessagePreview(message))
            #expect(added.conversation.unreadCount == 0)
            let toSend = try #require(told.compactMap { $0 as? MessageToSend }.first)
            #expect(toSend.messageId == message.id && toSend.content.text == "hello" && toSend.priority == .staff)
        }
    }

    @Test(arguments: StoreEngine.underTest)
    func `a reference sends once in its workspace`(engine: StoreEngine) async throws {
        try await Desk.with(engine) { desk in
            let first = try await desk.send(Words.send("one", reference: "ref"))
            let second = try await desk.send(Words.send("one", reference: "ref"))
            let other = try await desk.send(Words.send("one", reference: "ref"), WorkspaceID(trusted: "other"))
            #expect(second == first)
            #expect(other.id != first.id)
            #expect(desk.told(MessageToSend.self).map(\.messageId) == [first.id, other.id])
            #expect(try await desk.list().totals.conversations == 1)
        }
    }

    /// - Returns: the code that a send is refused with.
    private func refusal(of request: SendMessage, at desk: Desk) async -> String? {
        await #expect(throws: Problem.self) { try await desk.send(request) }?.code
    }

    @Test(arguments: StoreEngine.underTest)
    func `a reference that was used for something else is refused, and nothing is sent`(
        engine: StoreEngine
    ) async throws {
        try await Desk.with(engine) { desk in
            let first = try await desk.send(Words.send("one", reference: "ref"))
            _ = desk.told()
            let text = try Words.send("two", reference: "ref")
            let chat = try Words.send("one", to: "60199999999@c.us", reference: "ref")
            var (channel, reply) = (try Words.send("one", reference: "ref"), try Words.send("one", reference: "ref"))
            channel.channel = ChannelID(trusted: "other")
            reply.replyTo = "false_60123456789@c.us_A"
            for request in [text, chat, channel, reply] {
                #expect(await refusal(of: request, at: desk) == "reference_used")
            }
            #expect(desk.told().isEmpty)
            #expect(try await desk.messages() == [first])
            #expect(try await desk.list().totals.conversations == 1)
        }
    }

    @Test(arguments: StoreEngine.underTest)
    func `a reference shows no message of a branch that the sender does not see`(engine: StoreEngine) async throws {
        try await Desk.with(engine) { desk in
            try await desk.hear(PeopleTests.changed("c1", "Ann", ["phone:+60123456789"], version: 1))
            let first = try await desk.send(Words.send("one", reference: "ref"))
            var again = try Words.send("one", reference: "ref")
            again.scope = "Bangsar"
            #expect(await refusal(of: again, at: desk) == "reference_used")
            again.scope = "Kepong"
            #expect(try await desk.send(again) == first)
        }
    }

    @Test(arguments: StoreEngine.underTest)
    func `a reference is known again at another address of the person, and in the next conversation`(
        engine: StoreEngine
    ) async throws {
        try await Desk.with(engine) { desk in
            let first = try await desk.send(Words.send("one", reference: "ref"))
            try await desk.hear(Words.received("B", from: "987654321@lid", second: 2, phone: "+60123456789"))
            let again = try Words.send("one", to: "987654321@lid", reference: "ref")
            #expect(try await desk.send(again).id == first.id)
            _ = try await desk.end(first.conversationId)
            try await desk.hear(Words.received("C", from: "987654321@lid", second: 3, phone: "+60123456789"))
            #expect(try await desk.send(again).id == first.id)
            #expect(desk.told(MessageToSend.self).map(\.messageId) == [first.id])
        }
    }

    @Test(arguments: StoreEngine.underTest)
    func `a file that is sent again with its reference is the same one, whatever it was stored as`(
        engine: StoreEngine
    ) async throws {
        try await Desk.with(engine) { desk in
            func request(_ media: String, size: Int) throws -> SendMessage {
                var request = try Words.send("look", reference: "ref")
                request.content.type = .image
                request.content.media = MessageMedia(
                    id: MediaID(trusted: media),
                    state: .ready,
                    mimetype: "image/png",
                    filename: "a.png",
                    size: size
                )
                return request
            }
            let first = try await desk.send(request("m1", size: 10))
            #expect(try await desk.send(request("m2", size: 10)).id == first.id)
            #expect(await refusal(of: try request("m3", size: 11), at: desk) == "reference_used")
        }
    }

    @Test(arguments: StoreEngine.underTest)
    func `what was sent with a reference of before is known by its text`(engine: StoreEngine) async throws {
        try await Desk.with(engine) { desk in
            let first = try await desk.send(Words.send("one", reference: "ref"))
            try await desk.store.write { try $0.run(sql: "UPDATE client_reference SET digest = ''") }
            #expect(try await desk.send(Words.send("one", reference: "ref")) == first)
            #expect(await refusal(of: try Words.send("two", reference: "ref"), at: desk) == "reference_used")
        }
    }

    @Test(arguments: StoreEngine.underTest)
    func `a reply goes to the address that the person wrote from last`(engine: StoreEngine) async throws {
        try await Desk.with(engine) { desk in
            try await desk.hear(Words.received("A", second: 1))
            try await desk.hear(Words.received("B", from: "987654321@lid", second: 2, phone: "+60123456789"))
            _ = try await desk.send(Words.send("hello"))
            #expect(desk.told(MessageToSend.self).map(\.chat.text) == ["987654321@lid"])
        }
    }

    @Test(arguments: StoreEngine.underTest)
    func `what cannot be sent is refused with its fields`(engine: StoreEngine) async throws {
        try await Desk.with(engine) { desk in
            let chat = try ChatID("status@broadcast")
            let content = OutgoingContent(type: .image, text: String(repeating: "x", count: 65_537))
            let send = SendMessage(channel: Desk.channel, chat: chat, content: content, clientRef: "", sentBy: nil)
            let problem = await #expect(throws: Problem.self) { try await desk.send(send) }
            #expect(problem?.status == 422)
            #expect(problem?.fields?.map(\.field) == ["content.media", "content.text", "clientRef", "chat"])
            let blank = await #expect(throws: Problem.self) { try await desk.send(Words.send(" \n")) }
            #expect(blank?.fields?.map(\.field) == ["content.text"])
            #expect(try await desk.count("message") == 0)
        }
    }

    @Test(arguments: StoreEngine.underTest, [false, true])
    func `a campaign's message stands in its thread, its outcome told before or after`(
        engine: StoreEngine,
        isLate: Bool
    ) async throws {
        try await Desk.with(engine) { desk in
            let id = MessageID(trusted: "from-campaign")
            let campaign = CampaignReference(campaignId: .init(trusted: "c"), recipientId: .init(trusted: "r"))
            let event = MessageToSend(
                messageId: id,
                channel: Desk.channel,
                chat: try ChatID("60123456789@c.us"),
                content: OutgoingContent(type: .text, text: "offer"),
                priority: .campaign,
                campaign: campaign,
                at: Words.start
            )
            if !isLate { try await desk.hear(event) }
            try await desk.hear(Words.outcome(id, .sent, bare: "A"))
            try await desk.hear(Words.ack("A", .delivered))
            try await desk.hear(Words.received("A", second: 4, fromMe: true, source: .api))
            if isLate { try await desk.hear(event) }
            try await desk.hear(Words.ack("A", .read))
            let messages = try await desk.messages()
            #expect(messages.map(\.id) == [id])
            #expect(messages.map(\.status) == [.read])
            #expect(desk.told(MessageChanged.self).last?.message.campaign == campaign)
            #expect(desk.told(MessageToSend.self).isEmpty)
        }
    }
}
