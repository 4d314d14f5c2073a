import Contracts
import Runtime
import Store
import TestSupport
import Testing

@testable import conversations

/// Our own reactions, edits and revocations.
@Suite struct GestureTests {
    private static let mei = StaffID(trusted: "mei")

    /// One of ours that the provider has.
    private func sent(_ desk: Desk, _ bare: String = "A") async throws -> Message {
        let message = try await desk.send(Words.send("wun"))
        try await desk.hear(Words.outcome(message.id, .sent, bare: bare, second: 0))
        _ = desk.told()
        return try #require(await desk.messages().first { $0.id == message.id })
    }

    private func react(_ desk: Desk, _ message: Message, _ emoji: String?) async throws -> Message {
        let request = ReactToMessage(
            conversation: message.conversationId,
            message: message.id,
            emoji: emoji,
            staff: Self.mei
        )
        return try await desk.turn { try Gestures(turn: $0).react(request) }
    }

    private func vote(_ desk: Desk, _ message: Message, _ options: [String]) async throws -> Message {
        let request = VoteInPoll(
            conversation: message.conversationId,
            message: message.id,
            options: options,
            staff: Self.mei
        )
        return try await desk.turn { try Gestures(turn: $0).vote(request) }
    }

    private func edit(_ desk: Desk, _ message: Message, _ text: String) async throws -> Message {
        let request = EditMessage(
            conversation: message.conversationId,
            message: message.id,
            text: text,
            staff: Self.mei
        )
        return try await desk.turn { try Gestures(turn: $0).edit(request) }
    }

    private func revoke(_ desk: Desk, _ message: Message) async throws -> Message {
        let request = RevokeMessage(conversation: message.conversationId, message: message.id, staff: Self.mei)
        return try await desk.turn { try Gestures(turn: $0).revoke(request) }
    }

    private func refusal(of gesture: MessageID) -> GestureSettled {
        let error = DeliveryError(code: "provider_error", message: "No.")
        return GestureSettled(channel: Desk.channel, gesture: gesture, error: error, at: Words.start)
    }

    @Test(arguments: StoreEngine.underTest)
    func `a change shows at once and leaves by the send queue`(engine: StoreEngine) async throws {
        try await Desk.with(engine) { desk in
            let message = try await sent(desk)
            let reacted = try await react(desk, message, "👍")
            #expect(reacted.reactions?.first?.senders == [MessageActor(fromMe: true, staff: Self.mei)])
            _ = try await react(desk, message, "👍")
            let edited = try await edit(desk, message, "one")
            #expect(edited.body == "one" && edited.editedAt != nil)
            #expect(try await revoke(desk, message).type == .revoked)
            _ = try await revoke(desk, message)
            let told = desk.told()
            let sends = told.compactMap { ($0 as? MessageToSend)?.content.gesture }
            #expect(sends.map(\.kind) == [.reaction, .edit, .revocation])
            #expect(Set(sends.map(\.target)) == ["true_60123456789@c.us_A"])
            #expect(told.count { $0 is MessageChanged } == 3)
            #expect(try await desk.count("message") == 1)
        }
    }

    @Test(arguments: StoreEngine.underTest)
    func `a vote in a poll shows at once, takes the place of the one before, and is withdrawn when refused`(
        engine: StoreEngine
    ) async throws {
        try await Desk.with(engine) { desk in
            var event = try Words.received("P")
            event.type = .poll
            event.content = MessageContent()
            event.content?.poll = MessagePoll(
                question: "When?",
                options: [.init(text: "Mon"), .init(text: "Tue")],
                multiple: false
            )
            try await desk.hear(event)
            let poll = try #require(await desk.messages().first)
            _ = desk.told()
            func votes(_ message: Message?) -> [Int] { message?.content?.poll?.options.map { $0.votes ?? 0 } ?? [] }
            #expect(try await votes(vote(desk, poll, ["Tue"])) == [0, 1])
            #expect(try await votes(vote(desk, poll, ["Tue"])) == [0, 1])
            #expect(try await votes(vote(desk, poll, ["Mon"])) == [1, 0])
            let sends = desk.told(MessageToSend.self)
            #expect(sends.map(\.content.gesture?.options) == [["Tue"], ["Mon"]])
            #expect(sends.allSatisfy { $0.content.gesture?.target == "false_60123456789@c.us_P" })
            try await desk.hear(refusal(of: try #require(sends.last).messageId))
            #expect(try await votes(desk.messages().first) == [0, 1])
            #expect(try await votes(vote(desk, poll, [])) == [0, 0])
            for options in [["Wed"], ["Mon", "Tue"]] {
                let problem = await #expect(throws: Problem.self) { _ = try await vote(desk, poll, options) }
                #expect(problem?.fields?.map(\.field) == ["options"])
            }
            let text = try await sent(desk)
            let problem = await #expect(throws: Problem.self) { _ = try await vote(desk, text, []) }
            #expect(problem?.code == "no_poll")
        }
    }

    @Test(arguments: StoreEngine.underTest)
    func `the provider's word of it changes nothing`(engine: StoreEngine) async throws {
        try await Desk.with(engine) { desk in
            let message = try await sent(desk)
            _ = try await react(desk, message, "👍")
            _ = try await edit(desk, message, "one")
            let gestures = desk.told(MessageToSend.self).map(\.messageId)
            for (kind, text) in [(MessageAltered.Kind.reaction, "👍"), (.edit, "one")] {
                try await desk.hear(
                    MessageAltered(
                        channel: Desk.channel,
                        chat: try ChatID("60123456789@c.us"),
                        target: "A",
                        kind: kind,
                        by: MessageActor(fromMe: true),
                        text: text,
                        at: Words.start + .seconds(2)
                    )
                )
            }
            for gesture in gestures {
                try await desk.hear(
                    GestureSettled(channel: Desk.channel, gesture: gesture, error: nil, at: Words.start)
                )
            }
            #expect(desk.told().isEmpty)
            #expect(try await desk.count("gesture") == 0)
        }
    }

    @Test(arguments: StoreEngine.underTest)
    func `what the provider refuses is as it was before`(engine: StoreEngine) async throws {
        try await Desk.with(engine) { desk in
            let message = try await sent(desk)
            _ = try await react(desk, message, "👍")
            desk.clock.advance(by: .seconds(1))
            _ = try await react(desk, message, "❤️")
            _ = try await edit(desk, message, "one")
            _ = try await revoke(desk, message)
            let gestures = desk.told(MessageToSend.self).map(\.messageId)
            #expect(gestures.count == 4)
            try await desk.hear(refusal(of: gestures[3]))
            let back = try #require(await desk.messages().first)
            #expect(back.type == .text && back.body == "one" && back.reactions?.map(\.emoji) == ["❤️"])
            try await desk.hear(refusal(of: gestures[2]))
            try await desk.hear(refusal(of: gestures[1]))
            let first = try #require(await desk.messages().first)
            #expect(first.body == "wun" && first.editedAt == nil)
            #expect(first.reactions?.map(\.emoji) == ["👍"])
            #expect(desk.told(MessageChanged.self).count == 3)
        }
    }

    @Test(arguments: StoreEngine.underTest)
    func `what cannot be changed is refused with a reason`(engine: StoreEngine) async throws {
        try await Desk.with(engine) { desk in
            try await desk.hear(Words.received("IN"))
            let theirs = try #require(await desk.messages().first)
            let pending = try await desk.send(Words.send("soon"))
            let old = try await sent(desk)
            func code(_ work: () async throws -> Message) async -> String? {
                await #expect(throws: Problem.self) { _ = try await work() }?.code
            }
            #expect(await code { try await edit(desk, theirs, "x") } == "not_ours")
            #expect(await code { try await revoke(desk, theirs) } == "not_ours")
            #expect(await code { try await react(desk, pending, "👍") } == "not_sent_yet")
            #expect(await code { try await edit(desk, old, "  ") } == "invalid")
            for emoji in ["x", "👍👍", ""] { #expect(await code { try await react(desk, old, emoji) } == "invalid") }
            var elsewhere = old
            elsewhere.conversationId = ConversationID(trusted: "other")
            #expect(await code { try await revoke(desk, elsewhere) } == "not_found")
            desk.clock.advance(by: .seconds(901))
            #expect(await code { try await edit(desk, old, "late") } == "too_late")
            _ = try await revoke(desk, old)
            #expect(await code { try await react(desk, old, "👍") } == "revoked")
        }
    }
}
