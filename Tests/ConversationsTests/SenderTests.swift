import Contracts
import Store
import TestSupport
import Testing

@testable import conversations

/// Who wrote a message, and where it came from.
@Suite struct SenderTests {
    private static let group = "120363000000000000@g.us"

    @Test(arguments: StoreEngine.underTest)
    func `messages of a group show the contact and the picture of each sender who is known`(engine: StoreEngine)
        async throws
    {
        try await Desk.with(engine) { desk in
            try await desk.hear(PeopleTests.changed("c1", "Aida", ["phone:+60111111111"], version: 1))
            try await desk.hear(PeopleTests.changed("c2", "Bala", ["phone:+60122222222", "lid:222@lid"], version: 1))
            for (second, participant) in ["60111111111@c.us", "222@lid", "333@lid", "60111111111@c.us"].enumerated() {
                let bare = "M\(second)"
                let told = try Words.received(bare, from: Self.group, second: second, participant: participant)
                try await desk.hear(told)
            }
            let added = desk.told(MessageAdded.self).map(\.message.sender)
            let shown = try await desk.messages().reversed().map(\.sender)
            #expect(added.count == 4 && shown.count == 4)
            for senders in [added, shown] where senders.count == 4 {
                #expect(senders.map { $0?.contactId?.text } == ["c1", "c2", nil, "c1"])
                let pictures = senders.map { $0?.pictureUrl }
                #expect(pictures == ["/api/contacts/c1/picture", "/api/contacts/c2/picture", nil, pictures[0]])
            }
            let conversation = try #require(await desk.conversation()).id
            let page = try await desk.page(ListMessages(conversation: conversation, limit: 2))
            #expect(page.items.map { $0.sender?.contactId?.text } == ["c1", nil])
        }
    }

    @Test(arguments: StoreEngine.underTest)
    func `what changes a message of a group tells its sender as well`(engine: StoreEngine) async throws {
        try await Desk.with(engine) { desk in
            try await desk.hear(PeopleTests.changed("c1", "Aida", ["phone:+60111111111"], version: 1))
            try await desk.hear(Words.received("A", from: Self.group, participant: "60111111111@c.us"))
            _ = desk.told()
            let ann = MessageActor(fromMe: false, chatId: try ChatID("60111111111@c.us"), phoneNumber: "+60111111111")
            let told = MessageAltered(
                channel: Desk.channel,
                chat: try ChatID(Self.group),
                target: "A",
                kind: .reaction,
                by: ann,
                text: "👍",
                at: Words.start
            )
            try await desk.hear(told)
            let changed = try #require(desk.told(MessageChanged.self).last?.message)
            #expect(changed.sender?.pictureUrl == "/api/contacts/c1/picture")
            #expect(try await desk.messages() == [changed])
        }
    }

    @Test(arguments: StoreEngine.underTest)
    func `a chat of two has its picture on the contact`(engine: StoreEngine) async throws {
        try await Desk.with(engine) { desk in
            try await desk.hear(PeopleTests.changed("c1", "Aida", ["phone:+60123456789"], version: 1))
            try await desk.hear(Words.received("A"))
            let sender = try #require(await desk.messages().first?.sender)
            #expect(sender.pictureUrl == nil && sender.contactId == nil)
        }
    }

    @Test(arguments: StoreEngine.underTest)
    func `a conversation has the picture of its contact, one of several that of the group`(engine: StoreEngine)
        async throws
    {
        try await Desk.with(engine) { desk in
            try await desk.hear(Words.received("A"))
            try await desk.hear(Words.received("B", from: Self.group, participant: "60111111111@c.us"))
            let added = desk.told(MessageAdded.self).map(\.conversation)
            let group = try #require(added.last).id
            #expect(added.map(\.pictureUrl) == [nil, "/api/conversations/\(group)/picture"])
            try await desk.hear(PeopleTests.changed("c1", "Aida", ["phone:+60123456789"], version: 1))
            #expect(desk.told(ConversationChanged.self).map(\.conversation.pictureUrl) == ["/api/contacts/c1/picture"])
            let listed = try await desk.list().items.map(\.pictureUrl)
            #expect(Set(listed) == ["/api/contacts/c1/picture", "/api/conversations/\(group)/picture"])
        }
    }

    @Test(arguments: StoreEngine.underTest)
    func `each message says where it came from`(engine: StoreEngine) async throws {
        try await Desk.with(engine) { desk in
            try await desk.hear(Words.received("A"))
            try await desk.hear(Words.received("B", second: 1, fromMe: true, source: .app))
            try await desk.hear(Words.received("C", second: 2, fromMe: true, source: .api))
            let sent = try await desk.send(Words.send("By staff"))
            #expect(sent.origin == .staff)
            var flow = try Words.send("By a flow")
            flow.sentBy = nil
            #expect(try await desk.send(flow).origin == .bot)
            try await desk.hear(
                MessageToSend(
                    messageId: MessageID(trusted: "m1"),
                    channel: Desk.channel,
                    chat: try ChatID("60123456789@c.us"),
                    content: OutgoingContent(type: .text, text: "By a campaign"),
                    priority: .campaign,
                    campaign: CampaignReference(
                        campaignId: CampaignID(trusted: "c"),
                        recipientId: RecipientID(trusted: "r")
                    ),
                    sentBy: StaffID(trusted: "staff"),
                    at: Words.start + .seconds(3)
                )
            )
            let added = desk.told(MessageAdded.self).map(\.message)
            let origins = Dictionary(uniqueKeysWithValues: added.map { ($0.body ?? "", $0.origin) })
            #expect(
                origins == [
                    "A": .customer, "B": .phone, "By staff": .staff, "By a flow": .bot, "By a campaign": .campaign,
                ]
            )
            let shown = try await desk.messages()
            #expect(Set(shown.map(\.origin)) == [.customer, .phone, .staff, .bot, .campaign])
            #expect(shown.allSatisfy { origins[$0.body ?? ""] == $0.origin })
        }
    }

    @Test(arguments: StoreEngine.underTest)
    func `what another program sent over the provider's API is told from ours`(engine: StoreEngine) async throws {
        try await Desk.with(engine) { desk in
            let echo = try Words.received("C", fromMe: true, source: .api)
            try await desk.hear(Desk.workspace) { try Arrivals(turn: $0).addOwn(echo) }
            #expect(try await desk.messages().map(\.origin) == [.provider])
        }
    }
}
