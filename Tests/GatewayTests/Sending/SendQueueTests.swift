import Contracts
import FoundationEssentials
import Runtime
import Store
import TestSupport
import Testing

@testable import gateway

@Suite(.timeLimit(.minutes(1)))
struct SendQueueTests {
    private static let ann = ChatID(phoneDigits: "60123456789")
    private static let bob = ChatID(phoneDigits: "60198765432")
    private let now = Timestamp(milliseconds: 1_767_225_600_000)

    private func next(_ provider: Provider, _ limit: Int = 10) async throws -> [SendRow] {
        let later = now + .seconds(3600)
        return try await provider.store.read { reader in
            try reader.rows(SendQuery.next, provider.channel, later, limit).map { try SendRow($0) }
        }
    }

    private func claim(_ row: SendRow, _ provider: Provider, bareId: String? = nil) async throws -> SendQueue.Claim {
        try await provider.store.write { [now] in
            try provider.queue.claim(row, as: "claim", bareId: bareId, now: now, in: $0)
        }
    }

    @Test(arguments: StoreEngine.underTest)
    func `a chat's next message waits for the one before, other chats do not`(engine: StoreEngine) async throws {
        try await withStore(engine) { store in
            let provider = try await Provider(store, clock: TestClock(now).clock)
            try await provider.enqueue("a1", to: Self.ann, position: 1)
            try await provider.enqueue("a2", to: Self.ann, position: 2)
            try await provider.enqueue("b1", to: Self.bob, position: 1)
            #expect(Set(try await next(provider).map(\.message.text)) == ["a1", "b1"])
            var first = try #require(try await next(provider).first { $0.message.text == "a1" })
            #expect(try await claim(first, provider) == .claimed)
            #expect(try await next(provider).map(\.message.text) == ["b1"])
            #expect(try await claim(first, provider) == .taken)
            first.claim = "claim"
            let claimed = first
            try await store.write { [now] in try provider.queue.accept(claimed, nil, now: now, in: $0) }
            #expect(Set(try await next(provider).map(\.message.text)) == ["a2", "b1"])
        }
    }

    @Test func `people go before campaigns, in one chat too`() async throws {
        try await withStore(.sqlite) { store in
            let provider = try await Provider(store, clock: TestClock(now).clock)
            try await provider.enqueue("c1", to: Self.ann, position: 1, .campaign)
            try await provider.enqueue("c2", to: Self.bob, position: 2, .campaign)
            try await provider.enqueue("s1", to: Self.bob, position: 9, .staff)
            #expect(try await next(provider).map(\.message.text) == ["s1", "c1"])
        }
    }

    @Test func `one event twice is one message`() async throws {
        try await withStore(.sqlite) { store in
            let provider = try await Provider(store, clock: TestClock(now).clock)
            for _ in 1...2 { try await provider.enqueue("a1", to: Self.ann, position: 1) }
            #expect(try await provider.count("send") == 1)
        }
    }

    @Test func `the provider's id is told before the provider can know of the message`() async throws {
        try await withStore(.sqlite) { store in
            let provider = try await Provider(store, clock: TestClock(now).clock)
            try await provider.enqueue("a1", to: Self.ann, position: 1)
            let row = try #require(try await next(provider).first)
            #expect(try await claim(row, provider, bareId: "3EB0AA") == .claimed)
            let told = try #require(try await provider.told(DeliveryReported.self).first)
            #expect(told.messageId?.text == "a1")
            #expect(told.providerId == "true_60123456789@c.us_3EB0AA")
            #expect(told.bareId == "3EB0AA")
            #expect(told.status == nil)
        }
    }

    @Test func `who opted out gets nothing, decided in the claim`() async throws {
        try await withStore(.sqlite) { store in
            let provider = try await Provider(store, clock: TestClock(now).clock)
            try await provider.enqueue("a1", to: Self.ann, position: 1)
            let row = try #require(try await next(provider).first)
            try await store.write { transaction in
                try transaction.run(
                    sql: "INSERT INTO opt_out (workspace, chat, source, at) VALUES (?, ?, 'hand', 0)",
                    arguments: [Provider.workspace, Self.ann.text]
                )
            }
            #expect(try await claim(row, provider) == .refused)
            let told = try #require(try await provider.told(DeliveryReported.self).first)
            #expect(told.status == .failed)
            #expect(told.error?.code == "opted_out")
            #expect(try await next(provider).isEmpty)
        }
    }

    @Test(arguments: StoreEngine.underTest)
    func `an echo settles a doubt, and the answer that comes later changes nothing`(engine: StoreEngine) async throws {
        try await withStore(engine) { store in
            let provider = try await Provider(store, clock: TestClock(now).clock)
            try await provider.enqueue("a1", to: Self.ann, position: 1)
            var row = try #require(try await next(provider).first)
            _ = try await claim(row, provider, bareId: "3EB0AA")
            row.claim = "claim"
            let claimed = row
            try await store.write { [now] transaction in
                try provider.queue.doubt(
                    claimed,
                    "timed out",
                    answered: false,
                    checkAt: now,
                    giveUpAt: now + .seconds(120),
                    now: now,
                    in: transaction
                )
            }
            let echo = """
                {"id":"evt_9","event":"message.any","session":"default","payload":{"id":"true_987@lid_3EB0AA",
                "timestamp":1767225600,"fromMe":true,"source":"api","body":"a1","hasMedia":false}}
                """
            try await provider.receiver.accept(Array(echo.utf8), proof: WebhookProof())
            #expect(try await provider.count("send", where: "state = 'sent'") == 1)
            try await store.write { [now] transaction in
                let why = DeliveryError(code: "rejected", message: "no")
                try provider.queue.reject(claimed, why, now: now, in: transaction)
                try provider.queue.accept(claimed, nil, now: now, in: transaction)
            }
            let told = try await provider.told(DeliveryReported.self)
            #expect(told.map(\.status) == [nil, nil, .sent])
            #expect(told.map(\.uncertain) == [false, true, false])
        }
    }

    @Test(arguments: [
        ("Hello", "api", 0, true), ("Hello", "app", 0, false), ("Hi", "api", 0, false), ("Hello", "api", -600, false),
    ])
    func `without an id an echo is known by chat, words and time`(
        body: String,
        source: String,
        seconds: Int,
        isOurs: Bool
    ) async throws {
        try await withStore(.sqlite) { store in
            let provider = try await Provider(store, clock: TestClock(now).clock)
            try await provider.enqueue("a1", to: Self.ann, position: 1, text: "Hello")
            let row = try #require(try await next(provider).first)
            _ = try await claim(row, provider)
            let echo = """
                {"id":"evt_9","event":"message.any","session":"default","payload":{"id":"true_\(Self.ann)_3EB0AA",
                "timestamp":\(1_767_225_600 + seconds),"fromMe":true,"source":"\(source)","body":"\(body)"}}
                """
            try await provider.receiver.accept(Array(echo.utf8), proof: WebhookProof())
            #expect(try await provider.count("send", where: "state = 'sent'") == (isOurs ? 1 : 0))
        }
    }

    @Test(arguments: StoreEngine.underTest)
    func `the late echo of one file does not settle the next`(engine: StoreEngine) async throws {
        try await withStore(engine) { store in
            let provider = try await Provider(store, clock: TestClock(now).clock)
            for (number, id) in ["m1", "m2"].enumerated() {
                try await provider.enqueue(id, to: Self.ann, position: Int64(number), text: "", media: Self.photo)
            }
            var first = try #require(try await next(provider).first)
            #expect(try await claim(first, provider) == .claimed)
            first.claim = "claim"
            let (claimed, id) = (first, try ProviderMessageID("true_\(Self.ann)_3EB0AA"))
            try await store.write { [now] in try provider.queue.accept(claimed, id, now: now, in: $0) }
            let second = try #require(try await next(provider).first)
            #expect(try await claim(second, provider) == .claimed)
            try await hear(provider, id: "3EB0AA", "image/jpeg")
            #expect(try await provider.count("send", where: "message = 'm2' AND state = 'sending'") == 1)
            // A file of another kind is not it either; its own echo is.
            try await hear(provider, id: "3EB0BB", "video/mp4")
            #expect(try await provider.count("send", where: "message = 'm2' AND state = 'sending'") == 1)
            try await hear(provider, id: "3EB0CC", "image/jpeg")
            #expect(try await provider.count("send", where: "message = 'm2' AND bare_id = '3EB0CC'") == 1)
        }
    }

    private static let photo = MessageMedia(
        id: MediaID(trusted: "f1"),
        state: .ready,
        mimetype: "image/jpeg",
        filename: "a.jpg",
        size: nil
    )

    /// A file of ours without words is seen in Ann's chat.
    private func hear(_ provider: Provider, id: String, _ mimetype: String) async throws {
        let echo = """
            {"id":"evt_\(id)","event":"message.any","session":"default","payload":{"id":"true_\(Self.ann)_\(id)",
            "timestamp":1767225600,"fromMe":true,"source":"api","body":"","hasMedia":true,
            "media":{"mimetype":"\(mimetype)"}}}
            """
        try await provider.receiver.accept(Array(echo.utf8), proof: WebhookProof())
    }

    @Test func `an ack proves as much as an echo, a failure does not`() async throws {
        try await withStore(.sqlite) { store in
            let provider = try await Provider(store, clock: TestClock(now).clock)
            for (ack, sent) in [(-1, 0), (3, 1)] {
                if sent == 0 {
                    try await provider.enqueue("a1", to: Self.ann, position: 1)
                    let row = try #require(try await next(provider).first)
                    _ = try await claim(row, provider, bareId: "3EB0AA")
                }
                let json = """
                    {"id":"evt_\(ack)","event":"message.ack","session":"default",
                    "payload":{"id":"true_\(Self.ann)_3EB0AA","ack":\(ack)}}
                    """
                try await provider.receiver.accept(Array(json.utf8), proof: WebhookProof())
                #expect(try await provider.count("send", where: "state = 'sent'") == sent)
            }
        }
    }
}

extension Provider {
    /// A message as conversations or campaigns hand it over.
    func enqueue(
        _ id: String,
        to chat: ChatID,
        position: Int64,
        _ priority: SendPriority = .staff,
        text: String? = nil,
        media: MessageMedia? = nil,
        content: OutgoingContent? = nil,
        on other: ChannelID? = nil
    ) async throws {
        let content = content ?? OutgoingContent(type: media == nil ? .text : .image, text: text ?? id, media: media)
        let json = try String(decoding: JSONEncoder().encode(content), as: UTF8.self)
        let (channel, now) = (other ?? channel, clock.now())
        try await store.write { transaction in
            try transaction.run(
                SendQuery.add,
                MessageID(trusted: id),
                Provider.workspace,
                channel,
                chat.text,
                priority.rawValue,
                position,
                json,
                now
            )
        }
        queue.nudge.poke()
    }
}
