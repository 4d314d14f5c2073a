import Contracts
import Runtime
import Store
import TestSupport
import Testing

@testable import gateway
@testable import waha_simulator

/// Presence as WAHA tells it, against the simulator.
@Suite(.timeLimit(.minutes(1))) struct PresenceSubscriptionsTests {
    @Test(arguments: [Engine.gows, .noweb])
    func `a chat is subscribed to once, under both its addresses, and again when the session came back`(
        engine: Engine
    ) async throws {
        try await withStore(.sqlite) { store in
            try await withWAHA(engine, store) { waha in
                let (provider, simulator) = (waha.provider, waha.simulator)
                let lid = try ChatID("555000111@lid")
                await simulator.meet(Person(phone: "60123456701", lid: "555000111", pushName: "Aida"))
                let subscriptions = PresenceSubscriptions(clock: provider.clock, logger: .silent)
                let chat = ChatID(phoneDigits: "60123456701")
                let entry = try provider.directory.entry(provider.channel)
                #expect(await subscriptions.subscribe(entry, to: chat) == [chat, lid])
                let subscribed = await simulator.sessions["default"]?.presenceChats
                #expect(subscribed == [.phone("60123456701")])
                await simulator.forgetPresence()
                #expect(await subscriptions.subscribe(entry, to: chat) == [chat, lid])
                #expect(await simulator.sessions["default"]?.presenceChats == [], "it was not asked for again")
                let now = provider.clock.now()
                let later = entry.changed { $0.statusAt = now + .seconds(1) }
                #expect(await subscriptions.subscribe(later, to: chat) == [chat, lid])
                #expect(await simulator.sessions["default"]?.presenceChats == [.phone("60123456701")])
                let down = entry.changed { $0.status = "STARTING" }
                #expect(await subscriptions.subscribe(down, to: chat) == nil)
            }
        }
    }

    @Test func `no faster than the number may ask`() async throws {
        try await withStore(.sqlite) { store in
            try await withWAHA(.gows, store) { waha in
                let clock = TestClock()
                let subscriptions = PresenceSubscriptions(clock: clock.clock, logger: .silent)
                let entry = try waha.provider.directory.entry(waha.provider.channel)
                var granted = 0
                for number in 0..<40 where await subscriptions.subscribe(entry, to: .member(number)) != nil {
                    granted += 1
                }
                #expect(granted == 30)
                clock.advance(by: .seconds(1))
                #expect(await subscriptions.subscribe(entry, to: .member(39)) != nil)
            }
        }
    }
}

extension ChatID {
    fileprivate static func member(_ number: Int) -> ChatID { ChatID(phoneDigits: "\(60_123_450_000 + number)") }
}

extension Simulator {
    fileprivate func meet(_ person: Person) { people.add(person) }
    fileprivate func forgetPresence() { sessions["default"]?.presenceChats = [] }
}
