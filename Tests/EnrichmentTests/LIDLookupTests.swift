import Bus
import Contracts
import Phone
import Runtime
import Store
import Synchronization
import TestSupport
import Testing

@testable import enrichment

/// Hidden ids whose phones are asked for.
@Suite(.timeLimit(.minutes(1)))
struct LIDLookupTests {
    /// Who answers: what is known, and every question that came.
    final class Oracle: Sendable {
        private let state = Mutex((phones: [String: String](), questions: [[String]](), isThere: true))

        var questions: [[String]] { state.withLock { $0.questions } }

        func tell(_ lid: String, _ phone: String) { state.withLock { $0.phones[lid] = phone } }

        func isThere(_ isThere: Bool) { state.withLock { $0.isThere = isThere } }

        func answer(_ request: ResolveLIDs) -> ResolvedLIDs {
            state.withLock { state in
                guard state.isThere else { return ResolvedLIDs(pairs: [], asked: false) }
                state.questions.append(request.lids.map(\.text).sorted())
                let pairs = request.lids.compactMap { lid in
                    state.phones[lid.text].map { LIDPair(lid: lid, phoneNumber: $0) }
                }
                return ResolvedLIDs(pairs: pairs, asked: true)
            }
        }
    }

    private func lookups(_ place: Neighbourhood, _ oracle: Oracle) -> LIDLookups {
        LIDLookups(
            store: place.store,
            contacts: place.contacts,
            offset: place.offset,
            clock: place.clock.clock,
            logger: Logger(service: "test", level: .error, output: { _ in }),
            resolve: { request, _ in oracle.answer(request) }
        )
    }

    private func pairs(_ place: Neighbourhood) async throws -> [LIDPair] {
        try await place.told(LIDResolved.self).map(\.pair)
    }

    @Test(arguments: StoreEngine.underTest)
    func `the phone that comes back makes one contact of two, and is told`(engine: StoreEngine) async throws {
        try await withNeighbourhood(engine) { place in
            let oracle = Oracle()
            let lookups = lookups(place, oracle)
            oracle.tell("111111111@lid", "+60123456789")
            try await place.upsert(members: [Member(id: "m1", name: "Ann", phone: "0123456789")])
            try await place.hear(message("111111111@lid", from: "ann"), message("222222222@lid", from: "ben"))
            #expect(try await lookups.look() == 2)
            let card = try await place.card(chat: "111111111@lid")
            #expect(card.member?.id == "m1" && card.identifiers.count == 2)
            #expect(try await place.card(chat: "222222222@lid").identifiers.count == 1)
            #expect(try await pairs(place).map(\.phoneNumber) == ["+60123456789"])
            #expect(try await lookups.look() == 0)
        }
    }

    @Test(arguments: StoreEngine.underTest)
    func `what nobody knows is asked for ever more seldom, and all of it after a start`(
        engine: StoreEngine
    ) async throws {
        try await withNeighbourhood(engine) { place in
            let oracle = Oracle()
            let lookups = lookups(place, oracle)
            try await place.hear(message("111111111@lid", from: "ann"))
            for wait in LIDLookups.waits + [.seconds(24 * 3600)] {
                #expect(try await lookups.look() == 1)
                place.clock.advance(by: wait - .seconds(1))
                #expect(try await lookups.look() == 0)
                place.clock.advance(by: .seconds(1))
            }
            #expect(try await lookups.look() == 1)
            #expect(try await lookups.look() == 0)
            try await lookups.askAgain()
            oracle.tell("111111111@lid", "+60123456789")
            #expect(try await lookups.look() == 1)
            #expect(try await place.card(phone: "0123456789").contact?.name == "ann")
        }
    }

    @Test(arguments: StoreEngine.underTest)
    func `nobody to ask costs no try, and a message that tells the phone ends the search`(
        engine: StoreEngine
    ) async throws {
        try await withNeighbourhood(engine) { place in
            let oracle = Oracle()
            let lookups = lookups(place, oracle)
            oracle.isThere(false)
            try await place.hear(message("111111111@lid", from: "ann"), message("222222222@lid", phone: "+60122222222"))
            for _ in 0..<3 {
                #expect(try await lookups.look() == 1)
                #expect(try await lookups.look() == 0)
                place.clock.advance(by: .seconds(30))
            }
            // What a message tells of one channel is told on to those that keep threads of others, once.
            for _ in 0..<2 { try await place.hear(message("111111111@lid", phone: "+60123456789")) }
            oracle.isThere(true)
            #expect(try await lookups.look() == 0)
            #expect(oracle.questions.isEmpty)
            let told = try await pairs(place).map { "\($0.lid) \($0.phoneNumber)" }.sorted()
            #expect(told == ["111111111@lid +60123456789", "222222222@lid +60122222222"])
        }
    }

    /// Messages by hidden id and by phone, the phones of half of the ids in no message, and uploads, in ten orders.
    @Test(arguments: StoreEngine.underTest)
    func `the same contacts come out of any order`(engine: StoreEngine) async throws {
        var pictures: Set<[[String]]> = []
        for seed in 0..<10 {
            try await withNeighbourhood(engine) { place in
                let oracle = Oracle()
                let lookups = lookups(place, oracle)
                var random = Seeded(state: UInt64(seed) + 1)
                var steps: [@Sendable () async throws -> Void] = []
                for person in 0..<6 {
                    let (lid, phone) = ("90000000\(person)@lid", "+6012345678\(person)")
                    steps.append { try await place.hear(message(lid, from: "P\(person)")) }
                    steps.append { try await place.hear(message("\(phone.dropFirst())@c.us", from: "P\(person)")) }
                    steps.append { try await place.upsert(leads: [Lead(id: "l\(person)", name: "L", phone: phone)]) }
                    if person % 2 == 0 {
                        steps.append { try await place.hear(message(lid, phone: phone)) }
                    } else {
                        steps.append { oracle.tell(lid, phone) }
                    }
                    steps.append { _ = try await lookups.look() }
                }
                for step in steps.shuffled(using: &random) { try await step() }
                try await lookups.askAgain()
                _ = try await lookups.look()
                let entries = try await place.contacts(limit: 100).items
                pictures.insert(
                    entries.map { $0.identifiers.map(\.value) + [$0.contact.badge.label] }.sorted {
                        $0.joined() < $1.joined()
                    }
                )
            }
        }
        #expect(pictures == [(0..<6).map { ["+6012345678\($0)", "90000000\($0)@lid", "New"] }])
    }
}

/// A generator that gives the same numbers again: SplitMix64.
struct Seeded: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = state
        value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
        return value ^ (value >> 31)
    }
}
