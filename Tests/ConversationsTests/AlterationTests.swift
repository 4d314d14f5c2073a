import Contracts
import Store
import TestSupport
import Testing

@testable import conversations

/// Reactions, edits, revocations and votes, in any order.
@Suite struct AlterationTests {
    private static let ann = MessageActor(fromMe: false, chatId: try? ChatID("60123456789@c.us"), name: "Ann")
    private static let me = MessageActor(fromMe: true)

    private func altered(
        _ kind: MessageAltered.Kind,
        _ target: String = "A",
        by actor: MessageActor = ann,
        text: String? = nil,
        options: [String]? = nil,
        second: Int = 1
    ) throws -> MessageAltered {
        MessageAltered(
            channel: Desk.channel,
            chat: try ChatID("60123456789@c.us"),
            target: target,
            kind: kind,
            by: actor,
            text: text,
            options: options,
            at: Words.start + .seconds(second)
        )
    }

    @Test(arguments: StoreEngine.underTest)
    func `reactions are counted by emoji, the last of each person`(engine: StoreEngine) async throws {
        try await Desk.with(engine) { desk in
            try await desk.hear(Words.received("A"))
            _ = desk.told()
            try await desk.hear(altered(.reaction, text: "👍", second: 1))
            try await desk.hear(altered(.reaction, by: Self.me, text: "👍", second: 2))
            try await desk.hear(altered(.reaction, text: "❤️", second: 4))
            try await desk.hear(altered(.reaction, text: "😂", second: 3))
            let changed = desk.told(MessageChanged.self)
            #expect(changed.count == 3)
            let message = try #require(await desk.messages().first)
            #expect(message == changed.last?.message)
            #expect(message.reactions?.map(\.emoji) == ["👍", "❤️"])
            #expect(message.reactions?.map(\.count) == [1, 1])
            #expect(message.reactions?.first?.senders == [Self.me])
            try await desk.hear(altered(.reaction, text: "", second: 5))
            try await desk.hear(altered(.reaction, by: Self.me, text: "", second: 5))
            #expect(try await desk.messages().first?.reactions == nil)
            let conversation = try #require(await desk.conversation())
            #expect(conversation.unreadCount == 1 && conversation.lastMessage?.preview == "A")
        }
    }

    @Test(arguments: StoreEngine.underTest)
    func `of one emoji by several the senders are told`(engine: StoreEngine) async throws {
        try await Desk.with(engine) { desk in
            let group = "120363000000000000@g.us"
            try await desk.hear(Words.received("A", from: group, participant: "60111111111@c.us"))
            for (second, phone) in ["60111111111", "60122222222"].enumerated() {
                let person = MessageActor(fromMe: false, chatId: try ChatID("\(phone)@c.us"), phoneNumber: "+\(phone)")
                var told = try altered(.reaction, by: person, text: "👍", second: second)
                told.chat = try ChatID(group)
                try await desk.hear(told)
            }
            let reactions = try #require(await desk.messages().first?.reactions)
            #expect(reactions.map(\.count) == [2])
            #expect(reactions.first?.senders.map(\.phoneNumber) == ["+60111111111", "+60122222222"])
        }
    }

    @Test(arguments: StoreEngine.underTest)
    func `an edit shows the newest text and keeps the first`(engine: StoreEngine) async throws {
        try await Desk.with(engine) { desk in
            try await desk.hear(Words.received("A", body: "wun"))
            try await desk.hear(altered(.edit, text: "one", second: 9))
            try await desk.hear(altered(.edit, text: "won", second: 5))
            try await desk.hear(altered(.edit, text: "one", second: 12))
            let message = try #require(await desk.messages().first)
            #expect(message.body == "one" && message.type == .text)
            #expect(message.editedAt == Words.start + .seconds(9))
            #expect(try await desk.conversation()?.lastMessage?.preview == "one")
            #expect(try await desk.count("message_original WHERE body = 'wun'") == 1)
            #expect(try await desk.count("alteration") == 3)
        }
    }

    @Test(arguments: StoreEngine.underTest)
    func `what is taken back is a tombstone to clients and whole in the store`(engine: StoreEngine) async throws {
        try await Desk.with(engine) { desk in
            var event = try Words.received("A", body: "secret")
            event.type = .image
            event.media = IncomingMedia(id: MediaID(trusted: "m"), url: "x", mimetype: "image/png", filename: nil)
            try await desk.hear(event)
            try await desk.hear(altered(.reaction, text: "👍"))
            try await desk.hear(altered(.revocation, second: 3))
            try await desk.hear(altered(.edit, text: "more secret", second: 4))
            let message = try #require(await desk.messages().first)
            #expect(message.type == .revoked && message.revokedAt == Words.start + .seconds(3))
            #expect(message.body == nil && message.media == nil && message.reactions == nil && message.content == nil)
            let conversation = try #require(await desk.conversation())
            #expect(conversation.lastMessage?.preview == "revoked" && conversation.unreadCount == 1)
            #expect(try await desk.count("message_original WHERE body = 'secret' AND media = 'm'") == 1)
        }
    }

    @Test(arguments: StoreEngine.underTest)
    func `a poll counts the last vote of each voter`(engine: StoreEngine) async throws {
        try await Desk.with(engine) { desk in
            var event = try Words.received("A", fromMe: true, source: .app, body: "Which?")
            event.type = .poll
            event.content = MessageContent()
            event.content?.poll = MessagePoll(
                question: "Which?",
                options: [.init(text: "X"), .init(text: "Y")],
                multiple: true
            )
            try await desk.hear(event)
            try await desk.hear(altered(.vote, options: ["X", "Y"], second: 1))
            try await desk.hear(altered(.vote, by: Self.me, options: ["Y"], second: 2))
            try await desk.hear(altered(.vote, options: ["Y", "Z"], second: 3))
            let poll = try #require(await desk.messages().first?.content?.poll)
            #expect(poll.options.map(\.text) == ["X", "Y", "Z"])
            #expect(poll.options.map(\.votes) == [0, 2, 1])
            #expect(poll.options[1].voters == [Self.me, Self.ann])
        }
    }

    @Test(arguments: StoreEngine.underTest)
    func `a call that was taken was taken, whatever is told later`(engine: StoreEngine) async throws {
        try await Desk.with(engine) { desk in
            for bare in ["A", "B"] {
                var event = try Words.received(bare)
                (event.type, event.body, event.content) = (.call, nil, MessageContent())
                event.content?.call = MessageCall(video: false, outcome: .ringing)
                try await desk.hear(event)
            }
            try await desk.hear(altered(.call, "A", text: "missed", second: 2))
            try await desk.hear(altered(.call, "B", text: "missed", second: 9))
            try await desk.hear(altered(.call, "B", text: "accepted", second: 2))
            let calls = try await desk.messages().map(\.content?.call?.outcome)
            #expect(calls == [.accepted, .missed])
            #expect(try await desk.conversation()?.unreadCount == 2)
        }
    }

    /// A message and all that is told of it, in any order.
    @Test(arguments: StoreEngine.underTest)
    func `the end is the same in every order`(engine: StoreEngine) async throws {
        var ends: Set<Message> = []
        for seed in 0..<8 {
            try await Desk.with(engine) { desk in
                var steps: [@Sendable () async throws -> Void] = [
                    { try await desk.hear(Words.received("A", body: "wun")) },
                    { try await desk.hear(altered(.reaction, text: "👍", second: 1)) },
                    { try await desk.hear(altered(.reaction, text: "❤️", second: 2)) },
                    { try await desk.hear(altered(.reaction, by: Self.me, text: "❤️", second: 2)) },
                    { try await desk.hear(altered(.edit, text: "won", second: 3)) },
                    { try await desk.hear(altered(.edit, text: "one", second: 4)) },
                ]
                for shift in 0..<steps.count { steps.swapAt(shift, (shift * 5 + seed) % steps.count) }
                for step in steps { try await step() }
                #expect(try await desk.conversation()?.unreadCount == 1)
                let message = try #require(await desk.messages().first)
                var bare = Message(
                    id: MessageID(trusted: "same"),
                    conversationId: ConversationID(trusted: "same"),
                    direction: message.direction,
                    type: message.type,
                    body: message.body,
                    status: message.status,
                    timestamp: message.timestamp
                )
                (bare.reactions, bare.editedAt, bare.content) = (message.reactions, message.editedAt, message.content)
                ends.insert(bare)
            }
        }
        #expect(ends.count == 1)
        #expect(ends.first?.body == "one" && ends.first?.reactions?.map(\.count) == [2])
    }

    @Test(arguments: StoreEngine.underTest)
    func `what is told before the message waits for it, also for one of ours`(engine: StoreEngine) async throws {
        try await Desk.with(engine) { desk in
            try await desk.hear(altered(.revocation, "A"))
            try await desk.hear(Words.received("A", body: "secret"))
            let message = try #require(await desk.messages().first)
            #expect(message.type == .revoked && message.body == nil)
            #expect(try await desk.conversation()?.unreadCount == 1)

            let sent = try await desk.send(Words.send("Hi", to: "60111111111@c.us"))
            try await desk.hear(altered(.reaction, "OWN", text: "👍"))
            try await desk.hear(Words.outcome(sent.id, .sent, bare: "OWN"))
            let own = try #require(await desk.messages().first { $0.id == sent.id })
            #expect(own.reactions?.map(\.emoji) == ["👍"] && own.status == .sent)
        }
    }

    @Test(arguments: StoreEngine.underTest)
    func `WEBJS' tombstone under the id of a known message takes it back`(engine: StoreEngine) async throws {
        try await Desk.with(engine) { desk in
            try await desk.hear(Words.received("A", body: "secret"))
            var tombstone = try Words.received("A", second: 4)
            (tombstone.type, tombstone.body) = (.revoked, nil)
            try await desk.hear(tombstone)
            #expect(try await desk.messages().map(\.type) == [.revoked])
            #expect(try await desk.messages().map(\.body) == [nil])
        }
    }

    /// One of the phone, told as written there or over the API, and one that was sent through Mynah.
    @Test(arguments: StoreEngine.underTest, [MessageSource.app, .api, nil])
    func `WEBJS' tombstone of an own message takes it back, too`(
        engine: StoreEngine,
        source: MessageSource?
    ) async throws {
        try await Desk.with(engine) { desk in
            if source == nil {
                let sent = try await desk.send(Words.send("secret"))
                try await desk.hear(Words.outcome(sent.id, .sent, bare: "A"))
            } else {
                try await desk.hear(Words.received("A", fromMe: true, source: .app, body: "secret"))
            }
            var tombstone = try Words.received("A", second: 4, fromMe: true, source: source ?? .api)
            (tombstone.type, tombstone.body) = (.revoked, nil)
            try await desk.hear(tombstone)
            #expect(try await desk.messages().map(\.type) == [.revoked])
            #expect(try await desk.messages().map(\.body) == [nil])
        }
    }

    @Test(arguments: StoreEngine.underTest)
    func `a reply shows what it answers as we know it`(engine: StoreEngine) async throws {
        try await Desk.with(engine) { desk in
            try await desk.hear(Words.received("A", body: "Which one?", name: "Ann"))
            var reply = try Words.received("B", second: 1, fromMe: true, source: .app, body: "That")
            reply.quotedId = "A"
            reply.content = MessageContent()
            reply.content?.quoted = QuotedMessage(type: .text, preview: "Which…")
            try await desk.hear(reply)
            var early = try Words.received("C", second: 2, body: "and?")
            early.quotedId = "D"
            try await desk.hear(early)
            try await desk.hear(Words.received("D", second: 0, fromMe: true, source: .app, body: "This"))
            let messages = try await desk.messages()
            let quoted = try #require(messages.first { $0.body == "That" }?.content?.quoted)
            #expect(quoted.messageId == messages.first { $0.body == "Which one?" }?.id)
            #expect(quoted.preview == "Which one?" && quoted.direction == .incoming && quoted.sender?.name == "Ann")
            let late = try #require(messages.first { $0.body == "and?" }?.content?.quoted)
            #expect(late.preview == "This" && late.direction == .outgoing)
        }
    }

    @Test(arguments: StoreEngine.underTest)
    func `another workspace's messages are not touched`(engine: StoreEngine) async throws {
        try await Desk.with(engine) { desk in
            try await desk.hear(Words.received("A"))
            try await desk.hear(altered(.revocation), WorkspaceID(trusted: "other"))
            #expect(try await desk.messages().map(\.type) == [.text])
        }
    }
}
