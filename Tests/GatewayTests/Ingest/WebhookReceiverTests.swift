import Contracts
import Crypto
import Runtime
import Store
import TestSupport
import Testing

@testable import gateway

@Suite(.timeLimit(.minutes(1)))
struct WebhookReceiverTests {
    private static let secret = "s3cr3t-Ключ"

    private static let text = """
        {"id":"evt_01","timestamp":1767225601234,"event":"message.any","session":"default","payload":{
        "id":"false_15550002222@c.us_3EB0DD","timestamp":1767225600,"fromMe":false,"body":"Привет 👋","hasMedia":false,
        "_data":{"Info":{"PushName":"Ann"},"Message":{"conversation":"Привет 👋"}}},"engine":"GOWS"}
        """

    private func signed(_ engine: StoreEngine, _ test: (Provider) async throws -> Void) async throws {
        try await withStore(engine) { store in
            let settings = ChannelSettings(baseURL: "http://127.0.0.1:9", apiKey: "key", webhookSecret: Self.secret)
            try await test(Provider(store, settings))
        }
    }

    private func proof(_ body: [UInt8]) -> WebhookProof {
        WebhookProof(code: HMACSHA512(key: Self.secret).hex(of: body))
    }

    @Test(arguments: StoreEngine.underTest)
    func `stores the exact bytes and tells the message, once`(engine: StoreEngine) async throws {
        try await signed(engine) { provider in
            let body = Array(Self.text.utf8)
            for _ in 1...3 { try await provider.receiver.accept(body, proof: proof(body)) }
            #expect(try await provider.keptWebhooks() == [body])
            let told = try await provider.told(MessageReceived.self)
            #expect(told.count == 1)
            #expect(told.first?.channel == provider.channel)
            #expect(told.first?.chatPhone == "+15550002222")
            #expect(told.first?.body == "Привет 👋")
            #expect(told.first?.sender?.name == "Ann")
            #expect(provider.metrics.value(.duplicate) == 2)
        }
    }

    /// What became of webhooks that came together, in their order: empty or the code of the problem.
    private func outcomes(of posts: [WebhookPost], at provider: Provider) async -> [String] {
        let (told, teller) = AsyncStream.makeStream(of: (Int, String).self)
        provider.receiver.accept(posts) { index, result in
            switch result {
            case .success: teller.yield((index, ""))
            case .failure(let error): teller.yield((index, (error as? Problem)?.code ?? "error"))
            }
        }
        var outcomes = Array(repeating: "none", count: posts.count)
        for await (index, outcome) in told.prefix(posts.count) { outcomes[index] = outcome }
        return outcomes
    }

    private func post(_ id: String, _ signature: WebhookProof? = nil) -> WebhookPost {
        let body = Array(Self.text.replacing("evt_01", with: id).replacing("3EB0DD", with: "3EB0\(id)").utf8)
        return WebhookPost(body: body, proof: signature ?? proof(body))
    }

    @Test(arguments: StoreEngine.underTest)
    func `of those that come together each gets its own answer`(engine: StoreEngine) async throws {
        try await signed(engine) { provider in
            let torn = Array("{".utf8)
            let posts = [
                post("b"), post("a", WebhookProof(code: "00")), post("a"), WebhookPost(body: torn, proof: proof(torn)),
                post("b"), post("c"),
            ]
            let outcomes = await outcomes(of: posts, at: provider)
            #expect(outcomes == ["", "wrong_signature", "", "malformed_json", "", ""])
            #expect(Set(try await provider.keptWebhooks()) == Set([posts[0], posts[2], posts[5]].map(\.body)))
            let told = try await provider.told(MessageReceived.self).map(\.providerId.bare)
            #expect(told == ["3EB0b", "3EB0a", "3EB0c"])
            #expect(provider.metrics.value(.duplicate) == 1)
        }
    }

    @Test func `one that cannot be stored does not keep out those that come with it`() async throws {
        try await signed(.sqlite) { provider in
            try await provider.store.write { transaction in
                try transaction.run(
                    script: """
                        CREATE TRIGGER refuse BEFORE INSERT ON known_webhook WHEN NEW.event_id = 'bad'
                        BEGIN SELECT RAISE(ABORT, 'refused'); END;
                        """
                )
            }
            #expect(await outcomes(of: ["a", "bad", "c"].map { post($0) }, at: provider) == ["", "error", ""])
            #expect(try await provider.keptWebhooks().count == 2)
        }
    }

    @Test func `a channel named in the path takes only its own, sessions of one name are told apart`() async throws {
        try await signed(.sqlite) { provider in
            let setup = ChannelSetup(
                name: "Two",
                url: "http://two",
                session: "default",
                apiKey: nil,
                webhookSecret: "second"
            )
            let second = try await provider.registry.add(setup, to: Provider.workspace).id
            let body = Array(Self.text.utf8)
            let own = WebhookProof(code: HMACSHA512(key: "second").hex(of: body))
            let refused = await #expect(throws: Problem.self) {
                try await provider.receiver.accept(body, proof: proof(body), to: second)
            }
            #expect(refused?.status == 401)
            let nobody = await #expect(throws: Problem.self) {
                try await provider.receiver.accept(body, proof: own, to: ChannelID(trusted: "nobody"))
            }
            #expect(nobody?.status == 404)
            try await provider.receiver.accept(body, proof: own, to: second)
            // Without a name the signature decides.
            try await provider.receiver.accept(body, proof: own)
            try await provider.receiver.accept(body, proof: proof(body))
            #expect(
                try await provider.told(MessageReceived.self).map(\.channel).sorted()
                    == [provider.channel, second].sorted()
            )
            #expect(provider.metrics.value(.duplicate) == 1)
        }
    }

    @Test(arguments: [nil, "", "00", String(repeating: "0", count: 128), "sha512=abc"])
    func `refuses what is not signed, and stores nothing of it`(code: String?) async throws {
        try await signed(.sqlite) { provider async throws -> Void in
            let body = Array(Self.text.utf8)
            await #expect(throws: Problem.self) {
                try await provider.receiver.accept(body, proof: WebhookProof(code: code))
            }
            #expect(try await provider.count("known_webhook") == 0)
            #expect(try await provider.count("outbox") == 0)
            #expect(provider.metrics.value(.unsigned) == 1)
        }
    }

    @Test func `refuses bytes that were changed after they were signed`() async throws {
        try await signed(.sqlite) { provider in
            let body = Array(Self.text.utf8)
            let escaped = Array(Self.text.replacing("П", with: #"\u041f"#).utf8)
            await #expect(throws: Problem.self) { try await provider.receiver.accept(escaped, proof: proof(body)) }
        }
    }

    @Test func `takes the secret itself, as older set-ups send it`() async throws {
        try await signed(.sqlite) { provider in
            let body = Array(Self.text.utf8)
            try await provider.receiver.accept(body, proof: WebhookProof(secret: Self.secret))
            await #expect(throws: Problem.self) {
                try await provider.receiver.accept(body, proof: WebhookProof(secret: Self.secret + "x"))
            }
            #expect(try await provider.count("known_webhook") == 1)
        }
    }

    @Test(arguments: ["", "nonsense", #"{"id":"evt_1""#, "\u{feff}x"])
    func `refuses what is not JSON`(text: String) async throws {
        try await withStore(.sqlite) { store in
            let provider = try await Provider(store)
            await #expect(throws: Problem.self) {
                try await provider.receiver.accept(Array(text.utf8), proof: WebhookProof())
            }
            #expect(try await provider.count("known_webhook") == 0)
            #expect(provider.metrics.value(.malformed) == 1)
        }
    }

    @Test(arguments: [
        (
            #"{"id":"evt_1","event":"label.upsert","session":"default","payload":{"id":"x"}}"#,
            IngestMetrics.Meaning.unknownEvent
        ),
        (#"{"id":"evt_1","event":"brand.new","session":"default","payload":null,"more":[1]}"#, .unknownEvent),
        (#"{"event":"message","session":"default","payload":{"id":12}}"#, .unreadable),
        (#"{"id":"evt_1","event":"message","session":"another","payload":{}}"#, .unknownSession),
        (#"{"id":7,"event":"message.ack","session":"default","payload":{"ack":null}}"#, .nothingNew),
        (#"{"hello":"world"}"#, .unknownEvent), ("[1,2]", .unknownEvent),
    ])
    func `stores what it has no use for, and counts it`(json: String, meaning: IngestMetrics.Meaning) async throws {
        try await withStore(.sqlite) { store in
            let provider = try await Provider(store)
            for _ in 1...2 { try await provider.receiver.accept(Array(json.utf8), proof: WebhookProof()) }
            #expect(try await provider.count("known_webhook") == 1, "without an id it is known by its bytes")
            #expect(try await provider.count("outbox") == 0)
            #expect(provider.metrics.value(meaning) == 1)
        }
    }

    @Test(arguments: StoreEngine.underTest)
    func `tells acks and the session's newest state`(engine: StoreEngine) async throws {
        try await withStore(engine) { store in
            let provider = try await Provider(store)
            let ack = """
                {"id":"evt_1","timestamp":1767225700000,"event":"message.ack.group","session":"default","payload":{
                "id":"true_120363@g.us_3EB0CC_1@c.us","ack":"3","participant":"2@lid"}}
                """
            let late = """
                {"id":"evt_2","event":"session.status","session":"default","payload":{"status":"STARTING",
                "statuses":[{"status":"STARTING","timestamp":1767225599000}]}}
                """
            let working = """
                {"id":"evt_3","event":"session.status","session":"default","payload":{"status":"WORKING",
                "statuses":[{"status":"WORKING","timestamp":1767225600000}]}}
                """
            for json in [ack, working, late] {
                try await provider.receiver.accept(Array(json.utf8), proof: WebhookProof())
            }
            let reports = try await provider.told(DeliveryReported.self)
            #expect(reports.map(\.bareId) == ["3EB0CC"])
            #expect(reports.first?.status == .read)
            #expect(reports.first?.at.milliseconds == 1_767_225_700_000)
            #expect(try await provider.told(SessionChanged.self).map(\.status) == ["WORKING"])
            #expect(try provider.directory.entry(provider.channel).channel.isWorking)
        }
    }

    @Test(arguments: StoreEngine.underTest)
    func `a change of the engine's state is stored, and has the session asked for at once`(engine: StoreEngine)
        async throws
    {
        try await withStore(engine) { store in
            let provider = try await Provider(store)
            let body = Array(
                #"{"id":"evt_1","event":"state.change","session":"default","payload":{"state":"DISCONNECTED"}}"#.utf8
            )
            let pokes = provider.statusNudge.pokes
            try await provider.receiver.accept(body, proof: WebhookProof())
            #expect(provider.statusNudge.pokes == pokes + 1)
            try await provider.receiver.accept(body, proof: WebhookProof())
            #expect(provider.statusNudge.pokes == pokes + 1, "told again it says nothing new")
            #expect(try await provider.count("known_webhook") == 1)
            #expect(try await provider.told(SessionChanged.self).isEmpty, "what it means is WAHA's to say")
        }
    }
}
