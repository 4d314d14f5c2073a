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
}

/// Leads whose status staff change.
@Suite(.timeLimit(.minutes(1)))
struct LeadStatusTests {
    let lead = Lead(id: "l1", name: "Lee", phone: "0123456789", branch: "Kepong")

    @Test(arguments: StoreEngine.underTest)
    func `staff move a lead on, and an upload that knows nothing new does not move it back`(
        engine: StoreEngine
    ) async throws {
        try await withNeighbourhood(engine) { place in
            try await place.upsert(leads: [lead])
            let moved = try await place.setStatus("l1", .engaged, version: 1)
            #expect(moved.lead.status == .engaged && moved.lead.version == 2)
            #expect(try await place.picture().values.map(\.contact.badge.label) == ["Engaged"])
            #expect(try await place.upsert(leads: [lead]) == UpsertReport(unchanged: 1))
            var renamed = lead
            renamed.name = "Lee Min"
            #expect(try await place.upsert(leads: [renamed]).updated == 1)
            let card = try await place.card(phone: "0123456789")
            #expect(card.lead?.status == .engaged && card.lead?.name == "Lee Min" && card.lead?.version == 3)
            renamed.status = .rejected
            try await place.upsert(leads: [renamed])
            #expect(try await place.card(phone: "0123456789").lead?.status == .rejected)
        }
    }

    @Test(arguments: StoreEngine.underTest)
    func `of two who change one lead at once one wins`(engine: StoreEngine) async throws {
        try await withNeighbourhood(engine) { place in
            try await place.upsert(leads: [lead])
            let outcomes = await withTaskGroup(of: Int.self) { group in
                for _ in 0..<8 {
                    group.addTask {
                        do {
                            try await place.setStatus("l1", .consulted, version: 1)
                            return 200
                        } catch {
                            return (error as? Problem)?.status ?? 0
                        }
                    }
                }
                return await group.reduce(into: []) { $0.append($1) }
            }
            #expect(outcomes.sorted() == [200] + Array(repeating: 409, count: 7))
            let error = await #expect(throws: Problem.self) { try await place.setStatus("l1", .new, version: 1) }
            #expect(error?.changedBy == "Mei" && error?.changedAt != nil)
            await #expect(throws: Problem.notFound("lead")) { try await place.setStatus("l9", .new, version: 1) }
            await #expect(throws: Problem.notFound("lead")) {
                try await place.setStatus("l1", .new, version: 2, scope: "Bangsar")
            }
        }
    }
}

/// Lists of people.
@Suite(.timeLimit(.minutes(1)))
struct PeopleListTests {
    @Test(arguments: StoreEngine.underTest)
    func `finds by a part of a name, a number in any form, an address`(engine: StoreEngine) async throws {
        try await withNeighbourhood(engine) { place in
            try await place.upsert(
                members: [
                    Member(
                        id: "m1",
                        name: "Ann Lim",
                        phone: "012-345 6789",
                        email: "ann@example.com",
                        branch: "Kepong"
                    ),
                    Member(id: "m2", name: "50% Off_", phone: "0111111111"),
                ],
                leads: [Lead(id: "l1", name: "Lee", phone: "0199999999", status: .noReply, branch: "Bangsar")]
            )
            for text in ["ann", "LIM", "0123456789", "+60 12-345", "3456"] {
                #expect(try await place.members(text).items.map(\.member.id) == ["m1"], "\(text)")
                #expect(try await place.contacts(text).items.map(\.contact.name) == ["Ann Lim"], "\(text)")
            }
            #expect(try await place.members("example.com").items.map(\.member.id) == ["m1"])
            #expect(try await place.members("0%").items.map(\.member.id) == ["m2"])
            #expect(try await place.members("%").items.map(\.member.id) == ["m2"])
            #expect(try await place.members("nobody").items.isEmpty)
            #expect(try await place.leads(status: .noReply).items.map(\.lead.id) == ["l1"])
            #expect(try await place.leads(status: .new).items.isEmpty)
            #expect(try await place.contacts(kind: .lead).items.map(\.contact.name) == ["Lee"])
            #expect(try await place.contacts(scope: "Kepong").items.map(\.contact.name) == ["50% Off_", "Ann Lim"])
            #expect(try await place.leads(scope: "Kepong").items.isEmpty)
            #expect(try await place.members(scope: "Bangsar").items.map(\.member.id) == ["m2"])
        }
    }

    @Test(arguments: StoreEngine.underTest)
    func `gives page after page, each once`(engine: StoreEngine) async throws {
        try await withNeighbourhood(engine) { place in
            for number in 0..<7 {
                try await place.upsert(members: [Member(id: "m\(number)", name: "N", phone: "012345678\(number)")])
            }
            var (seen, cursor): ([String], String?) = ([], nil)
            repeat {
                let page = try await place.members(limit: 3, cursor: cursor)
                seen += page.items.map(\.member.id)
                #expect(page.hasMore == (seen.count < 7))
                cursor = page.nextCursor
            } while cursor != nil
            #expect(seen == (0..<7).map { "m\($0)" })
            (seen, cursor) = ([], nil)
            repeat {
                let page = try await place.contacts(limit: 2, cursor: cursor)
                seen += page.items.flatMap(\.identifiers).map(\.value)
                cursor = page.nextCursor
            } while cursor != nil
            #expect(seen == (0..<7).reversed().map { "+6012345678\($0)" })
            for limit in [0, 101] {
                let error = await #expect(throws: Problem.self) { try await place.members(limit: limit) }
                #expect(error?.status == 422)
            }
            let error = await #expect(throws: Problem.self) {
                try await place.contacts(String(repeating: "x", count: 129))
            }
            #expect(error?.fields?.map(\.field) == ["search"])
        }
    }
}
