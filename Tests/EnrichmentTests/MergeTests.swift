import Contracts
import Runtime
import Store
import TestSupport
import Testing

@testable import enrichment

/// Contacts that staff merge, and merges that they take back.
@Suite(.timeLimit(.minutes(1)))
struct MergeTests {
    private struct Two {
        let ann: ContactID
        let ben: ContactID
    }

    private func two(_ place: Neighbourhood) async throws -> Two {
        try await place.hear(message("60111111111@c.us", from: "ann"), message("60122222222@c.us", from: "ben"))
        return Two(
            ann: try await place.contact(phone: "0111111111"),
            ben: try await place.contact(phone: "0122222222")
        )
    }

    /// What each contact was last told to have.
    private func identifiers(_ place: Neighbourhood) async throws -> [ContactID: [String]] {
        try await place.picture().mapValues { $0.identifiers.map(\.value) }
    }

    @Test(arguments: StoreEngine.underTest)
    func `two become one, and two again`(engine: StoreEngine) async throws {
        try await withNeighbourhood(engine) { place in
            let two = try await two(place)
            try await place.upsert(
                members: [Member(id: "m1", name: "Ann", phone: "0111111111")],
                leads: [Lead(id: "l1", name: "Ben", phone: "0122222222")]
            )
            try await place.name(two.ann, "Aunt Ann")
            let before = try await place.picture()

            // Into the lead, although members go first when nobody decides.
            let card = try await place.merge(two.ann, into: two.ben)
            #expect(card.contact?.id == two.ben && card.member?.id == "m1" && card.lead?.id == "l1")
            #expect(card.contact?.name == "Aunt Ann" && card.identifiers.count == 2)
            #expect(try await place.card(LookUpContact(contact: two.ann)).contact?.id == two.ben)
            #expect(try await place.contacts().items.map(\.contact.id) == [two.ben])
            #expect(try await identifiers(place) == [two.ann: [], two.ben: ["+60111111111", "+60122222222"]])
            #expect(try await place.picture()[two.ann]?.mergedInto == two.ben)

            let merge = try #require(try await place.merges(of: two.ben).items.first)
            #expect(merge.contact == two.ann && merge.into == two.ben && merge.reason == .hand)
            #expect(merge.mergedBy == "Mei" && merge.identifiers.map(\.value) == ["+60111111111"])
            let undone = try await place.undo(merge.id)
            #expect(undone.undoneBy == "Ali" && undone.undoneAt == place.clock.now)
            let after = try await place.picture()
            #expect(after.mapValues(\.contact) == before.mapValues(\.contact))
            #expect(after.mapValues(\.identifiers) == before.mapValues(\.identifiers))
            #expect(after[two.ann]?.identifierMoves == [2] && after[two.ben]?.identifierMoves == [0])
            #expect(after[two.ann]?.mergedInto == nil)
            #expect(try await place.card(phone: "0122222222").names == ContactNames(given: nil, whatsApp: "ben"))
        }
    }

    @Test(arguments: StoreEngine.underTest)
    func `what came after a merge stays, and merges are undone in any order`(engine: StoreEngine) async throws {
        try await withNeighbourhood(engine) { place in
            let two = try await two(place)
            try await place.hear(message("60133333333@c.us", from: "cat"))
            let cat = try await place.contact(phone: "0133333333")
            try await place.merge(two.ann, into: two.ben)
            try await place.merge(two.ben, into: cat)
            // Both are Cat now, and Cat gets a hidden id.
            try await place.hear(message("987654321@lid", phone: "+60111111111"))
            #expect(try await place.card(LookUpContact(contact: two.ann)).identifiers.count == 4)

            let first = try #require(try await place.merges(of: two.ann).items.first)
            let second = try #require(try await place.merges(of: cat).items.last)
            try await place.undo(first.id)
            #expect(try await place.contact(phone: "0111111111") == two.ann)
            #expect(try await place.contact(phone: "0122222222") == cat)
            try await place.undo(second.id)
            #expect(
                try await identifiers(place) == [
                    two.ann: ["+60111111111"], two.ben: ["+60122222222"], cat: ["+60133333333", "987654321@lid"],
                ]
            )
        }
    }

    @Test(arguments: StoreEngine.underTest)
    func `those that were taken apart are merged again by hand alone`(engine: StoreEngine) async throws {
        try await withNeighbourhood(engine) { place in
            try await place.hear(message("987654321@lid", from: "ann"))
            try await place.hear(message("60111111111@c.us", from: "ben"))
            try await place.hear(message("987654321@lid", phone: "+60111111111"))
            let id = try await place.contact(phone: "0111111111")
            let merge = try #require(try await place.merges(of: id).items.first)
            #expect(merge.reason == .identifiers && merge.mergedBy == nil)
            try await place.undo(merge.id)
            let told = try await place.told().count
            try await place.hear(message("987654321@lid", phone: "+60111111111", from: "eve"))
            let (hidden, known) = (
                try await place.card(chat: "987654321@lid").contact, try await place.card(phone: "0111111111").contact
            )
            #expect(hidden?.id != known?.id && hidden?.name == "ann" && known?.name == "ben")
            #expect(try await place.told().count == told)
            try await place.merge(merge.contact, into: merge.into)
            try await place.hear(message("987654321@lid", phone: "+60111111111"))
            #expect(try await place.card(chat: "987654321@lid").contact?.id == merge.into)
        }
    }

    @Test(arguments: StoreEngine.underTest)
    func `links by hand follow the merge, and go back`(engine: StoreEngine) async throws {
        try await withNeighbourhood(engine) { place in
            let two = try await two(place)
            try await place.upsert(members: [
                Member(id: "m1", name: "M"), Member(id: "m2", name: "N", phone: "0122222222"),
            ])
            try await place.link(two.ann, .member, "m1")
            try await place.link(two.ben, .member, nil)
            #expect(try await place.merge(two.ann, into: two.ben).member?.id == "m1")
            let merge = try #require(try await place.merges(of: two.ann).items.first)
            try await place.undo(merge.id)
            #expect(try await place.card(phone: "0111111111").member?.id == "m1")
            #expect(try await place.card(phone: "0122222222").member == nil)
        }
    }

    @Test(arguments: StoreEngine.underTest)
    func `what cannot be merged or undone says why`(engine: StoreEngine) async throws {
        try await withNeighbourhood(engine) { place in
            let two = try await two(place)
            let seen = try #require(try await place.card(phone: "0111111111").version)
            func status(_ work: () async throws -> Void) async -> Int? {
                let error = await #expect(throws: Problem.self) { try await work() }
                return error?.status
            }
            #expect(await status { try await place.merge(two.ann, into: two.ann) } == 422)
            #expect(await status { try await place.merge(two.ann, into: ContactID("nobody")) } == 404)
            let stale = ContactChange(version: seen - 1, by: "Mei")
            #expect(await status { try await place.merge(two.ann, into: two.ben, stale) } == 409)
            try await place.merge(two.ann, into: two.ben, ContactChange(version: seen, by: "Mei"))
            let error = await #expect(throws: Problem.self) { try await place.merge(two.ann, into: two.ben) }
            #expect(error?.status == 409 && error?.changedBy == "Mei" && error?.changedAt == place.clock.now)
            #expect(await status { try await place.name(two.ann, "x") } == 409)
            let merge = try #require(try await place.merges(of: two.ann).items.first)
            let elsewhere = try await Neighbourhood(place.store, workspace: "w2")
            #expect(await status { try await elsewhere.undo(merge.id) } == 404)
            try await place.undo(merge.id)
            let again = await #expect(throws: Problem.self) { try await place.undo(merge.id, by: "Eve") }
            #expect(again?.status == 409 && again?.changedBy == "Ali")
        }
    }

    private static let servers = StoreEngine.underTest.filter { $0 == .postgres }

    /// Merges Ann into Ben and writes at the same time; whichever is first pauses, which the write does where it says so.
    private func merge(
        _ two: Two,
        in place: Neighbourhood,
        isFirst: Bool,
        while write: @escaping @Sendable (any Transaction, _ pause: () throws -> Void) throws -> Void
    ) async throws {
        if isFirst {
            try await cross(on: place.store) { pause in
                try await place.merge(two.ann, into: two.ben, pausing: pause)
            } with: {
                try await place.store.write { try write($0) {} }
            }
        } else {
            try await cross(on: place.store) { pause in
                try await place.store.write { transaction in try write(transaction) { try pause(transaction) } }
            } with: {
                try await place.merge(two.ann, into: two.ben)
            }
        }
    }

    @Test(arguments: servers, [true, false])
    func `what is uploaded while contacts are merged is of the one that stays`(
        engine: StoreEngine,
        isMergeFirst: Bool
    ) async throws {
        try await withNeighbourhood(engine) { place in
            let two = try await two(place)
            let (contacts, occasion) = (place.contacts, place.occasion)
            try await merge(two, in: place, isFirst: isMergeFirst) { transaction, pause in
                var batch = PeopleBatch(
                    contacts: contacts,
                    occasion: occasion,
                    country: "MY",
                    source: .upload,
                    transaction: transaction
                )
                try batch.put(Member(id: "m1", name: "Ann", phone: "0111111111"))
                try pause()
                try batch.finish()
            }
            #expect(try await place.card(phone: "0122222222").member?.id == "m1")
            #expect(try await place.picture()[two.ben]?.contact.kind == .member)
        }
    }

    @Test(arguments: servers, [true, false])
    func `what is learnt of somebody while contacts are merged is of the one that stays`(
        engine: StoreEngine,
        isMergeFirst: Bool
    ) async throws {
        try await withNeighbourhood(engine) { place in
            let two = try await two(place)
            let (contacts, occasion) = (place.contacts, place.occasion)
            let traces = try #require(try Traces(of: message("987654321@lid", phone: "+60111111111")))
            try await merge(two, in: place, isFirst: isMergeFirst) { transaction, pause in
                let found = try contacts.find(traces, on: occasion, transaction)
                try pause()
                try contacts.refresh(found.id, on: occasion, transaction, isNew: found.isNew)
            }
            let told = try #require(try await identifiers(place)[two.ben])
            #expect(Set(told) == ["+60111111111", "+60122222222", "987654321@lid"])
        }
    }

    @Test(arguments: StoreEngine.underTest)
    func `an identifier that was left with one that is part of another leads to that other`(
        engine: StoreEngine
    ) async throws {
        try await withNeighbourhood(engine) { place in
            try await place.hear(message("60111111111@c.us", from: "ann"))
            place.clock.advance(by: .seconds(1))
            try await place.hear(message("60122222222@c.us", from: "ben"))
            let (ann, ben) = (
                try await place.contact(phone: "0111111111"), try await place.contact(phone: "0122222222")
            )
            try await place.hear(message("987654321@lid", phone: "+60122222222"))
            try await place.merge(ann, into: ben)
            try await place.store.write {
                try $0.run(
                    sql: "UPDATE identifier SET contact_id = ? WHERE value = '+60111111111'",
                    arguments: [ann]
                )
            }
            try await place.hear(message("987654321@lid", phone: "+60111111111"))
            let told = try #require(try await identifiers(place)[ben])
            #expect(Set(told) == ["+60111111111", "+60122222222", "987654321@lid"])
            #expect(try await place.picture()[ann]?.mergedInto == ben)
        }
    }

    /// On PostgreSQL they race.
    @Test(arguments: StoreEngine.underTest)
    func `of those who merge and undo at once one wins`(engine: StoreEngine) async throws {
        try await withNeighbourhood(engine) { place in
            let two = try await two(place)
            func race(_ works: [@Sendable () async throws -> Void]) async -> [Int] {
                await withTaskGroup(of: Int.self) { group in
                    for work in works {
                        group.addTask {
                            do {
                                try await work()
                                return 200
                            } catch {
                                return (error as? Problem)?.status ?? 0
                            }
                        }
                    }
                    return await group.reduce(into: []) { $0.append($1) }.sorted()
                }
            }
            for _ in 0..<5 {
                let merged = await race([
                    { try await place.merge(two.ann, into: two.ben) },
                    { try await place.merge(two.ben, into: two.ann) },
                    { try await place.merge(two.ann, into: two.ben) },
                ])
                #expect(merged == [200, 409, 409])
                let merge = try #require(try await place.merges(of: two.ann).items.first)
                let undone = await race([{ try await place.undo(merge.id) }, { try await place.undo(merge.id) }])
                #expect(undone == [200, 409])
            }
            #expect(try await identifiers(place) == [two.ann: ["+60111111111"], two.ben: ["+60122222222"]])
        }
    }
}
