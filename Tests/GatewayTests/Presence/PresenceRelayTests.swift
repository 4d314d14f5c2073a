import Contracts
import Runtime
import Store
import TestSupport
import Testing

@testable import gateway

/// What becomes of `presence.update`.
struct PresenceRelayTests {
    private static let chat = ChatID(phoneDigits: "60123456701")

    private func watch(_ provider: Provider, until: Timestamp, chats: [ChatID] = [chat]) -> PresenceWatch {
        PresenceWatch(
            workspace: Provider.workspace,
            channel: provider.channel,
            chats: chats,
            conversation: ConversationID(trusted: "c1"),
            branch: "Kepong",
            until: until
        )
    }

    private func typing(_ state: String = "typing", in chat: String = chat.text, at moment: Timestamp) -> [UInt8] {
        Array(
            """
            {"id":"evt_\(moment.milliseconds)\(state)","timestamp":\(moment.milliseconds),"event":"presence.update",
            "session":"default","payload":{"id":"\(chat)","presences":[{"participant":"\(chat)",
            "lastKnownPresence":"\(state)","lastSeen":null}]}}
            """.utf8
        )
    }

    @Test func `it is passed on while somebody looks, and stored nowhere`() async throws {
        try await withStore(.sqlite) { store in
            let clock = TestClock()
            let provider = try await Provider(store, clock: clock.clock)
            let relay = provider.presence
            try await provider.receiver.accept(typing(at: clock.now), proof: WebhookProof())
            #expect(relay.take().notes.isEmpty)
            #expect(relay.watch(watch(provider, until: clock.now + PresenceWatches.lifetime)))
            try await provider.receiver.accept(typing(at: clock.now), proof: WebhookProof())
            let note = try #require(relay.take().notes.first)
            #expect(note.workspace == Provider.workspace && note.branch == "Kepong")
            #expect(note.item.conversationId.text == "c1" && note.item.state == .typing)
            #expect(note.item.chatId == Self.chat && note.item.phoneNumber == "+60123456701")
            clock.advance(by: PresenceWatches.lifetime)
            try await provider.receiver.accept(typing(at: clock.now), proof: WebhookProof())
            #expect(relay.take().isEmpty)
            #expect(try await provider.count("known_webhook") == 0)
            #expect(try await provider.count("outbox") == 0)
            #expect(provider.metrics.value(.presence) == 3 && provider.metrics.value(.fleeting) == 3)
        }
    }

    @Test func `the newest of each person, whatever came last, and nothing that is long over`() async throws {
        try await withStore(.sqlite) { store in
            let clock = TestClock()
            let provider = try await Provider(store, clock: clock.clock)
            let relay = provider.presence
            let lid = try ChatID("987@lid")
            #expect(relay.watch(watch(provider, until: clock.now + .seconds(60), chats: [Self.chat, lid])))
            for (state, ago) in [("typing", 2), ("paused", 1), ("typing", 3)] {
                let body = typing(state, at: clock.now - .seconds(ago))
                try await provider.receiver.accept(body, proof: WebhookProof())
            }
            try await provider.receiver.accept(typing("recording", in: lid.text, at: clock.now), proof: WebhookProof())
            let old = typing("online", in: lid.text, at: clock.now - PresenceRelay.freshness)
            try await provider.receiver.accept(old, proof: WebhookProof())
            let items = relay.take().notes.map(\.item)
            #expect(items.map(\.state) == [.recording], "one person, under whichever address")
            #expect(items.first?.chatId == Self.chat && items.first?.phoneNumber == "+60123456701")
            #expect(relay.take().isEmpty)
        }
    }

    @Test func `members of a group are told apart`() async throws {
        try await withStore(.sqlite) { store in
            let provider = try await Provider(store)
            let (relay, now) = (provider.presence, provider.clock.now())
            #expect(relay.watch(watch(provider, until: now + .seconds(60), chats: [try ChatID("120363@g.us")])))
            let body = """
                {"id":"evt_1","timestamp":\(now.milliseconds),"event":"presence.update","session":"default","payload":
                {"id":"120363@g.us","presences":[{"participant":"1@lid","lastKnownPresence":"typing"},
                {"participant":"60123456701@c.us","lastKnownPresence":"paused"}]}}
                """
            try await provider.receiver.accept(Array(body.utf8), proof: WebhookProof())
            let items = relay.take().notes.map(\.item).sorted { ($0.phoneNumber ?? "") < ($1.phoneNumber ?? "") }
            #expect(items.map(\.chatId?.text) == ["1@lid", "60123456701@c.us"])
            #expect(items.map(\.phoneNumber) == [nil, "+60123456701"])
        }
    }

    @Test func `an unsigned one is refused`() async throws {
        try await withStore(.sqlite) { store in
            let settings = ChannelSettings(baseURL: "http://127.0.0.1:9", apiKey: nil, webhookSecret: "secret")
            let provider = try await Provider(store, settings)
            let body = typing(at: provider.clock.now())
            await #expect(throws: Problem.self) { try await provider.receiver.accept(body, proof: WebhookProof()) }
            #expect(provider.metrics.value(.fleeting) == 0)
        }
    }

    @Test func `a storm is bounded`() async throws {
        try await withStore(.sqlite) { store in
            let provider = try await Provider(store)
            let relay = provider.presence
            let now = provider.clock.now()
            #expect(relay.watch(watch(provider, until: now + .seconds(60))))
            for number in 0..<PresenceRelay.most + 100 {
                let staff = StaffBrief(id: StaffID(trusted: "s\(number)"), name: "S")
                relay.show(.typing, of: staff, in: .named("c1"), of: Provider.workspace)
            }
            #expect(relay.take().notes.count == PresenceRelay.most)
        }
    }

    @Test func `another instance knows who looks by what it is told`() async throws {
        try await withStore(.sqlite) { store in
            let provider = try await Provider(store)
            let (here, elsewhere) = (provider.presence, PresenceRelay(clock: provider.clock))
            #expect(elsewhere.watch(watch(provider, until: provider.clock.now() + .seconds(60))))
            #expect(here.took(elsewhere.take()).isEmpty)
            let body = typing(at: provider.clock.now())
            try await provider.receiver.accept(body, proof: WebhookProof())
            #expect(elsewhere.took(here.take()).map(\.item.state) == [.typing])
        }
    }
}

extension ConversationSummary {
    fileprivate static func named(_ id: String) -> ConversationSummary {
        ConversationSummary(
            id: ConversationID(trusted: id),
            channelId: ChannelID(trusted: "ch"),
            chatId: ChatID(phoneDigits: "60123456701"),
            phoneNumber: nil,
            name: nil,
            isGroup: false,
            unreadCount: 0,
            lastMessage: nil,
            tags: [],
            contact: nil,
            note: nil,
            version: 1,
            updatedAt: Timestamp(milliseconds: 0)
        )
    }
}
