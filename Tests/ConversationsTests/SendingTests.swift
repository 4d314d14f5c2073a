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
            let second = try await desk.send(Words.send("two", to: "60199999999@c.us", reference: "ref"))
            let other = try await desk.send(Words.send("one", reference: "ref"), WorkspaceID(trusted: "other"))
            #expect(second == first)
            #expect(other.id != first.id)
            #expect(desk.told(MessageToSend.self).map(\.messageId) == [first.id, other.id])
            #expect(try await desk.list().totals.conversations == 1)
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
