import Contracts
import Store
import TestSupport
import Testing

@testable import conversations

/// People who react and vote in a group under several addresses.
@Suite struct ReactorTests {
    private static let group = "120363000000000000@g.us"
    private static let hidden = MessageActor(fromMe: false, chatId: try? ChatID("111@lid"))
    private static let phone = MessageActor(
        fromMe: false,
        chatId: try? ChatID("60111111111@c.us"),
        phoneNumber: "+60111111111"
    )
    /// By the hidden id, with the phone beside it.
    private static let both = MessageActor(
        fromMe: false,
        chatId: try? ChatID("111@lid"),
        phoneNumber: "+60111111111"
    )

    private func told(
        _ kind: MessageAltered.Kind = .reaction,
        by actor: MessageActor,
        _ text: String? = nil,
        options: [String]? = nil,
        second: Int
    ) throws -> MessageAltered {
        MessageAltered(
            channel: Desk.channel,
            chat: try ChatID(Self.group),
            target: "A",
            kind: kind,
            by: actor,
            text: text,
            options: options,
            at: Words.start + .seconds(second)
        )
    }

    private func reactions(_ desk: Desk) async throws -> [String] {
        try await desk.messages().first?.reactions?.flatMap { reaction in
            reaction.senders.map { _ in reaction.emoji }
        } ?? []
    }

    @Test(arguments: StoreEngine.underTest)
    func `one told by hidden id, by both, and by phone is one, in any order`(engine: StoreEngine) async throws {
        let events = [
            try told(by: Self.hidden, "👍", second: 1), try told(by: Self.both, "❤️", second: 2),
            try told(by: Self.phone, "😂", second: 3),
        ]
        for order in [[0, 1, 2], [2, 1, 0], [1, 0, 2], [0, 2, 1]] {
            try await Desk.with(engine) { desk in
                try await desk.hear(Words.received("A", from: Self.group, participant: "222@lid"))
                for index in order { try await desk.hear(events[index]) }
                #expect(try await reactions(desk) == ["😂"], "\(order)")
                try await desk.hear(told(by: Self.hidden, "", second: 4))
                #expect(try await reactions(desk) == [], "\(order)")
            }
        }
    }

    @Test(arguments: StoreEngine.underTest, [false, true])
    func `who it is may be learnt before or after`(engine: StoreEngine, isLate: Bool) async throws {
        try await Desk.with(engine) { desk in
            let contact = try PeopleTests.changed("c1", "Aida", ["phone:+60111111111", "lid:111@lid"], version: 1)
            try await desk.hear(Words.received("A", from: Self.group, participant: "222@lid"))
            if !isLate { try await desk.hear(contact) }
            try await desk.hear(told(by: Self.hidden, "👍", second: 1))
            try await desk.hear(told(by: Self.phone, "❤️", second: 2))
            if isLate {
                #expect(try await reactions(desk) == ["👍", "❤️"], "they may be two")
                _ = desk.told()
                try await desk.hear(contact)
                #expect(desk.told(MessageChanged.self).count == 1)
            }
            #expect(try await reactions(desk) == ["❤️"])
        }
    }

    @Test(arguments: StoreEngine.underTest)
    func `two people stay two, and a vote counts once`(engine: StoreEngine) async throws {
        try await Desk.with(engine) { desk in
            var poll = try Words.received("A", from: Self.group, participant: "222@lid")
            poll.type = .poll
            try await desk.hear(poll)
            let other = MessageActor(fromMe: false, chatId: try ChatID("333@lid"))
            try await desk.hear(told(.vote, by: Self.hidden, options: ["Yes"], second: 1))
            try await desk.hear(told(.vote, by: Self.both, options: ["No"], second: 2))
            try await desk.hear(told(.vote, by: other, options: ["No"], second: 3))
            try await desk.hear(told(by: Self.both, "👍", second: 4))
            try await desk.hear(told(by: other, "👍", second: 5))
            let message = try #require(await desk.messages().first)
            let votes = message.content?.poll?.options.map { "\($0.text) \($0.votes ?? 0)" }
            #expect(votes == ["No 2"])
            #expect(message.reactions?.map(\.count) == [2])
        }
    }
}
