import Contracts
import Runtime
import Store
import TestSupport
import Testing

@testable import gateway
@testable import waha_simulator

/// What is neither text nor file, and what changes a message, at a simulated WAHA.
@Suite(.timeLimit(.minutes(3)))
struct SendContentTests {
    private static let ann = ChatID(phoneDigits: "60123456789")

    private func content(_ type: MessageKind, _ fill: (inout MessageContent) -> Void) -> OutgoingContent {
        var content = MessageContent()
        fill(&content)
        return OutgoingContent(type: type, text: "words", content: content)
    }

    private func sent(_ provider: Provider, _ count: Int) async throws -> Bool {
        try await eventually { try await provider.count("send", where: "state = 'sent'") == count }
    }

    @Test(arguments: Engine.allCases)
    func `a place, a card, a poll and numbered buttons reach WhatsApp once, in order`(engine: Engine) async throws {
        let phone = SharedContact.Phone(number: "+60 12-345 6790")
        let contents = [
            content(.location) { $0.location = MessageLocation(latitude: 3.1569, longitude: 101.5, name: "Gym") },
            content(.contact) { $0.contacts = [SharedContact(name: "Aida, coach", phones: [phone])] },
            content(.poll) {
                $0.poll = MessagePoll(question: "words", options: [.init(text: "A"), .init(text: "B")], multiple: true)
            },
            content(.buttons) { $0.choices = MessageChoices(body: "Come?", options: [.init(text: "Yes")]) },
        ]
        try await withStore(.sqlite) { store in
            try await withWAHA(engine, store, sending: .fast) { waha in
                await waha.faults { $0.sendSucceedThenFail = 0.3 }
                for (number, content) in contents.enumerated() {
                    let position = Int64(number + 1)
                    try await waha.provider.enqueue("m\(number)", to: Self.ann, position: position, content: content)
                }
                #expect(try await sent(waha.provider, 4))
                #expect(await waha.sent().map(\.kind) == ["location", "contact", "poll", "text"])
                let kept = await waha.simulator.contents()
                guard case .place(let place) = kept[0], case .contacts(let cards) = kept[1],
                    case .poll(let poll) = kept[2]
                else {
                    Issue.record("\(kept)")
                    return
                }
                #expect(place.latitude == 3.1569 && place.name == "Gym")
                #expect(cards.first.flatMap(SharedContact.init(vCard:))?.name == "Aida, coach")
                #expect(cards.first.flatMap(SharedContact.init(vCard:))?.phones.first?.whatsappId == "60123456790")
                #expect(poll.options == ["A", "B"] && poll.allowsSeveral)
            }
        }
    }

    @Test(arguments: Engine.allCases)
    func `reactions, edits and revocations follow their message and are settled`(engine: Engine) async throws {
        try await withStore(.sqlite) { store in
            try await withWAHA(engine, store, sending: .fast) { waha in
                let provider = waha.provider
                try await provider.enqueue("m", to: Self.ann, position: 1, text: "wun")
                #expect(try await sent(provider, 1))
                let id = try #require(await waha.sent().first?.id)
                let steps: [(MessageAltered.Kind, String?)] = [(.reaction, "👍"), (.edit, "one"), (.revocation, nil)]
                for (number, (kind, text)) in steps.enumerated() {
                    let gesture = OutgoingContent(gesture: Gesture(kind: kind, target: id), text: text)
                    let position = Int64(number + 2)
                    try await provider.enqueue("g\(number)", to: Self.ann, position: position, content: gesture)
                    #expect(try await sent(provider, number + 2))
                    let message = await waha.simulator.message(id)
                    switch kind {
                    case .reaction: #expect(message?.reactions.values.contains("👍") == true)
                    case .edit: #expect(message?.content.words == "one")
                    default: #expect(message == nil)
                    }
                }
                #expect(await waha.sent().count == 1)
                let settled = try await provider.told(GestureSettled.self)
                #expect(settled.map(\.gesture.text).sorted() == ["g0", "g1", "g2"])
                #expect(settled.allSatisfy { $0.error == nil })
                let told = try await provider.told(DeliveryReported.self).compactMap(\.messageId?.text)
                #expect(Set(told) == ["m"])
            }
        }
    }

    @Test(arguments: Engine.allCases)
    func `a message is changed in its own chat, wherever its person writes from now`(engine: Engine) async throws {
        try await withStore(.sqlite) { store in
            try await withWAHA(engine, store, sending: .fast) { waha in
                let provider = waha.provider
                try await provider.enqueue("m", to: Self.ann, position: 1, text: "wun")
                #expect(try await sent(provider, 1))
                let id = try #require(await waha.sent().first?.id)
                let steps: [(MessageAltered.Kind, String?)] = [(.edit, "one"), (.revocation, nil)]
                for (number, (kind, text)) in steps.enumerated() {
                    let gesture = OutgoingContent(gesture: Gesture(kind: kind, target: id), text: text)
                    let hidden = try ChatID("987654321@lid")
                    try await provider.enqueue("g\(number)", to: hidden, position: Int64(number), content: gesture)
                    #expect(try await sent(provider, number + 2))
                    #expect(await waha.simulator.message(id)?.content.words == text)
                }
                #expect(try await provider.told(GestureSettled.self).map(\.error) == [nil, nil])
            }
        }
    }

    @Test func `a link is shown with its page, unless that is not wanted`() async throws {
        try await withStore(.sqlite) { store in
            try await withWAHA(.gows, store, sending: .fast) { waha in
                let wanted: [Bool?] = [nil, true, false]
                for (number, preview) in wanted.enumerated() {
                    let text = "See https://gym.example"
                    let content = OutgoingContent(type: .text, text: text, linkPreview: preview)
                    let position = Int64(number + 1)
                    try await waha.provider.enqueue("m\(number)", to: Self.ann, position: position, content: content)
                }
                #expect(try await sent(waha.provider, wanted.count))
                let entries = await waha.sent()
                #expect(entries.map { $0.request["linkPreview"].flag } == wanted)
                #expect(entries.allSatisfy { $0.endpoint == "POST /api/sendText" })
            }
        }
    }

    @Test(arguments: Engine.allCases)
    func `a vote reaches the poll`(engine: Engine) async throws {
        try await withStore(.sqlite) { store in
            try await withWAHA(engine, store, sending: .fast) { waha in
                let options = [MessagePoll.Option(text: "A"), .init(text: "B")]
                let poll = content(.poll) { $0.poll = MessagePoll(question: "words", options: options, multiple: true) }
                try await waha.provider.enqueue("m", to: Self.ann, position: 1, content: poll)
                #expect(try await sent(waha.provider, 1))
                let id = try #require(await waha.sent().first?.id)
                for (number, chosen) in [["A", "B"], ["B"], []].enumerated() {
                    let vote = OutgoingContent(gesture: Gesture(kind: .vote, target: id, options: chosen), text: nil)
                    try await waha.provider.enqueue("g\(number)", to: Self.ann, position: Int64(number), content: vote)
                    #expect(try await sent(waha.provider, number + 2))
                    let kept = await waha.simulator.message(id)?.votes.values.first
                    #expect(kept ?? [] == chosen)
                }
                let settled = try await waha.provider.told(GestureSettled.self)
                #expect(settled.map(\.error) == [nil, nil, nil])
            }
        }
    }

    @Test func `a change of what is not there is refused after some tries, and its chat goes on`() async throws {
        try await withStore(.sqlite) { store in
            try await withWAHA(.gows, store, sending: .fast) { waha in
                let gesture = Gesture(kind: .reaction, target: "true_60123456789@c.us_NONE")
                let content = OutgoingContent(gesture: gesture, text: "👍")
                try await waha.provider.enqueue("g", to: Self.ann, position: 1, content: content)
                try await waha.provider.enqueue("m", to: Self.ann, position: 2)
                #expect(try await sent(waha.provider, 1))
                let settled = try await waha.provider.told(GestureSettled.self)
                #expect(settled.map(\.error?.code) == ["provider_error"])
            }
        }
    }
}

extension Simulator {
    /// What was sent, in order.
    fileprivate func contents() -> [Content] {
        ledger.entries.compactMap { books["default"]?.message($0.id)?.content }
    }

    fileprivate func message(_ id: String) -> waha_simulator.Message? { books["default"]?.message(id) }
}
