import Contracts
import Runtime
import Store
import TestSupport
import Testing

@testable import enrichment

/// What staff say of contacts by hand.
@Suite(.timeLimit(.minutes(1)))
struct HandTests {
    static let phone = "0123456789"

    private func somebody(_ place: Neighbourhood) async throws -> ContactID {
        try await place.hear(message("60123456789@c.us", from: "ann"))
        return try await place.contact(phone: Self.phone)
    }

    @Test(arguments: StoreEngine.underTest)
    func `a member linked by hand goes before the one with the number, and stays`(engine: StoreEngine) async throws {
        try await withNeighbourhood(engine) { place in
            let id = try await somebody(place)
            let other = Member(id: "m2", name: "Ben", phone: "0199999999")
            try await place.upsert(members: [Member(id: "m1", name: "Ann", phone: Self.phone), other])
            #expect(try await place.card(phone: Self.phone).memberLink == .matched)

            let card = try await place.link(id, .member, "m2")
            #expect(card.member == other && card.memberLink == .hand && card.contact?.name == "Ben")
            // Who has the number is the member, too.
            #expect(try await place.card(phone: "0199999999").member == other)
            var renamed = other
            renamed.name = "Benny"
            renamed.phone = "0188888888"
            try await place.upsert(members: [Member(id: "m1", name: "Anna", phone: Self.phone), renamed])
            #expect(try await place.card(phone: Self.phone).member == renamed)
            #expect(try await place.picture()[id]?.contact.name == "Benny")
            try await place.upsert(packages: [MemberPackage(id: "p", memberId: "m2", name: "Ten")])
            #expect(try await place.picture()[id]?.contact.badge.label == "Active")
        }
    }

    @Test(arguments: StoreEngine.underTest)
    func `what was taken off is not matched again`(engine: StoreEngine) async throws {
        try await withNeighbourhood(engine) { place in
            let id = try await somebody(place)
            var ann = Member(id: "m1", name: "Ann", phone: Self.phone)
            try await place.upsert(members: [ann], leads: [Lead(id: "l1", name: "Lee", phone: Self.phone)])
            #expect(try await place.link(id, .member, nil).contact?.kind == .lead)
            let card = try await place.link(id, .lead, nil)
            #expect(card.contact?.kind == .unknown && card.contact?.name == "ann" && card.lead == nil)
            ann.name = "Ann Lim"
            try await place.upsert(
                members: [ann],
                leads: [Lead(id: "l1", name: "Lee Ah", phone: Self.phone, status: .engaged, memberId: "m1")]
            )
            try await place.hear(message("60123456789@c.us", from: "annie"))
            #expect(try await place.card(phone: Self.phone).member == nil)
            #expect(try await place.picture()[id]?.contact.name == "annie")
            #expect(try await place.link(id, .member, nil).member == nil)

            // Another member of the number is no reason to keep quiet.
            try await place.upsert(members: [Member(id: "m3", name: "Son", phone: Self.phone)])
            #expect(try await place.card(phone: Self.phone).member?.id == "m3")
            let linked = try await place.link(id, .member, "m1")
            #expect(linked.member == ann && linked.memberLink == .hand)
        }
    }

    @Test(arguments: StoreEngine.underTest)
    func `a lead linked by hand brings its member`(engine: StoreEngine) async throws {
        try await withNeighbourhood(engine) { place in
            let id = try await somebody(place)
            let lead = Lead(id: "l1", name: "Lee", phone: "0177777777", status: .converted, memberId: "m1")
            try await place.upsert(members: [Member(id: "m1", name: "Lee Min")], leads: [lead])
            let card = try await place.link(id, .lead, "l1")
            #expect(card.leadLink == .hand && card.member?.id == "m1" && card.contact?.leadStatus == "Converted")
            try await place.upsert(packages: [MemberPackage(id: "p", memberId: "m1", name: "Ten")])
            #expect(try await place.picture()[id]?.contact.badge.label == "Active")
        }
    }

    @Test(arguments: StoreEngine.underTest)
    func `a name that staff give goes before all others`(engine: StoreEngine) async throws {
        try await withNeighbourhood(engine) { place in
            let id = try await somebody(place)
            let card = try await place.name(id, "  Aunt Ann ")
            #expect(card.contact?.name == "Aunt Ann" && card.names == ContactNames(given: "Aunt Ann", whatsApp: "ann"))
            try await place.hear(message("60123456789@c.us", from: "annie"))
            try await place.upsert(members: [Member(id: "m1", name: "Ann Lim", phone: Self.phone)])
            #expect(try await place.picture()[id]?.contact.name == "Aunt Ann")
            #expect(try await place.contacts("annie").items.map(\.contact.id) == [id])
            #expect(try await place.name(id, "").contact?.name == "Ann Lim")
            let error = await #expect(throws: Problem.self) {
                try await place.name(id, String(repeating: "x", count: 201))
            }
            #expect(error?.status == 422)
        }
    }

    @Test(arguments: StoreEngine.underTest)
    func `a change that has not seen the last one is refused, and told whose that was`(
        engine: StoreEngine
    ) async throws {
        try await withNeighbourhood(engine) { place in
            let id = try await somebody(place)
            let seen = try #require(try await place.card(phone: Self.phone).version)
            let named = try await place.name(id, "Ann", ContactChange(version: seen, by: "Mei"))
            #expect(named.version == seen + 1)
            let error = await #expect(throws: Problem.self) {
                try await place.name(id, "Anna", ContactChange(version: seen, by: "Ali"))
            }
            #expect(error?.status == 409 && error?.code == "conflict" && error?.changedBy == "Mei")
            #expect(error?.changedAt == place.clock.now)
            #expect(try await place.card(phone: Self.phone).contact?.name == "Ann")
        }
    }

    @Test(arguments: StoreEngine.underTest)
    func `what is not there or of another branch or workspace is not found`(engine: StoreEngine) async throws {
        try await withNeighbourhood(engine) { place in
            let id = try await somebody(place)
            await #expect(throws: Problem.notFound("member")) { try await place.link(id, .member, "nobody") }
            await #expect(throws: Problem.notFound("lead")) { try await place.link(id, .lead, "nobody") }
            await #expect(throws: Problem.notFound("contact")) { try await place.name(ContactID("nobody"), "x") }
            try await place.upsert(members: [Member(id: "m1", name: "Ann", phone: Self.phone, branch: "Kepong")])
            let change = ContactChange(by: "Mei", scope: "Bangsar")
            await #expect(throws: Problem.notFound("contact")) { try await place.name(id, "x", change) }
            await #expect(throws: Problem.notFound("contact")) {
                try await place.card(LookUpContact(contact: id, scope: "Bangsar"))
            }
            #expect(try await place.card(LookUpContact(contact: id, scope: "Kepong")).contact?.id == id)
            let elsewhere = try await Neighbourhood(place.store, workspace: "w2")
            await #expect(throws: Problem.notFound("contact")) { try await elsewhere.name(id, "x") }
            await #expect(throws: Problem.notFound("contact")) { try await elsewhere.merges(of: id) }
            #expect(try await elsewhere.contacts().items.isEmpty)
        }
    }

    @Test(arguments: StoreEngine.underTest)
    func `nobody links or is shown a record of a branch that they do not see`(engine: StoreEngine) async throws {
        try await withNeighbourhood(engine) { place in
            let id = try await somebody(place)
            try await place.upsert(
                members: [
                    Member(id: "m1", name: "Ben", email: "ben@example.com", branch: "Kepong"),
                    Member(id: "m2", name: "Cho", branch: "Bangsar"), Member(id: "m3", name: "Dee"),
                ],
                leads: [
                    Lead(id: "l1", name: "Lee", branch: "Kepong"), Lead(id: "l2", name: "Ben", memberId: "m1"),
                    Lead(id: "l3", name: "Mia", memberId: "unknown"),
                ]
            )
            let change = ContactChange(by: "Mei", scope: "Bangsar")
            let refused: [(LinkContact.Kind, String)] = [(.member, "m1"), (.lead, "l1"), (.lead, "l2")]
            for (kind, record) in refused {
                await #expect(throws: Problem.notFound(kind.rawValue)) {
                    try await place.link(id, kind, record, change)
                }
            }
            #expect(try await place.card(phone: Self.phone).member == nil)
            #expect(try await place.link(id, .lead, "l3", change).lead?.id == "l3")
            for member in ["m3", "m2"] {
                #expect(try await place.link(id, .member, member, change).member?.id == member)
            }
        }
    }

    @Test(arguments: StoreEngine.underTest)
    func `what a link leaves to another branch is not shown`(engine: StoreEngine) async throws {
        try await withNeighbourhood(engine) { place in
            let id = try await somebody(place)
            try await place.upsert(
                members: [
                    Member(id: "m1", name: "Ann", phone: Self.phone, branch: "Kepong"),
                    Member(id: "m2", name: "Cho", branch: "Bangsar"),
                ]
            )
            try await place.link(id, .member, "m2")
            let change = ContactChange(by: "Mei", scope: "Bangsar")
            let card = try await place.link(id, .member, nil, change)
            #expect(card.contact == nil && card.member == nil && card.phoneNumber == "+60123456789")
            #expect(try await place.card(phone: Self.phone).member?.id == "m1")
        }
    }
}
