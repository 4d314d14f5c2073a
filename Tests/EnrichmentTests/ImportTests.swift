import Contracts
import Store
import TestSupport
import Testing

@testable import enrichment

/// Members, packages and leads from the workspace's own system.
@Suite(.timeLimit(.minutes(1)))
struct ImportTests {
    let ann = Member(
        id: "m1",
        name: "Ann Lim",
        phone: "012-345 6789",
        email: "ann@example.com",
        dateOfBirth: "1990-05-17",
        gender: "female",
        branch: "Kepong",
        registeredOn: "2024-01-02",
        trainer: "Farid"
    )

    @Test(arguments: StoreEngine.underTest)
    func `counts what it did, and does nothing twice`(engine: StoreEngine) async throws {
        try await withNeighbourhood(engine) { place in
            let package = MemberPackage(id: "p1", memberId: "m1", name: "Ten", remainingSessions: 3)
            let lead = Lead(id: "l1", name: "Ben", phone: "0199999999", status: .engaged)
            let first = try await place.upsert(members: [ann], packages: [package], leads: [lead])
            #expect(first == UpsertReport(created: 3))
            let told = try await place.told().count
            #expect(told == 2)
            #expect(
                try await place.upsert(members: [ann], packages: [package], leads: [lead]) == UpsertReport(unchanged: 3)
            )
            #expect(try await place.told().count == told)
            var renamed = ann
            renamed.name = "Ann Lim Mei"
            #expect(try await place.upsert(members: [renamed]) == UpsertReport(updated: 1))
            #expect(try await place.card(phone: "0123456789").contact?.name == "Ann Lim Mei")
            #expect(try await place.told().count == told + 1)
        }
    }

    @Test(arguments: StoreEngine.underTest)
    func `a dry run reports the same and changes nothing`(engine: StoreEngine) async throws {
        try await withNeighbourhood(engine) { place in
            let wrong = Member(id: "m2", name: "")
            let rehearsed = try await place.upsert(members: [ann, wrong], dryRun: true)
            #expect(try await place.card(phone: "0123456789").contact == nil)
            #expect(try await place.told().isEmpty)
            #expect(try await place.members().items.isEmpty)
            #expect(try await place.upsert(members: [ann, wrong]) == rehearsed)
            #expect(rehearsed.created == 1 && rehearsed.problems.map(\.row) == [2])
        }
    }

    @Test(arguments: StoreEngine.underTest)
    func `tells nobody what nobody shows`(engine: StoreEngine) async throws {
        try await withNeighbourhood(engine) { place in
            try await place.upsert(members: [ann])
            var changed = ann
            changed.email = "lim@example.com"
            #expect(try await place.upsert(members: [changed]).updated == 1)
            #expect(try await place.told().count == 1)
            #expect(try await place.card(phone: "0123456789").member?.email == "lim@example.com")
        }
    }

    @Test(arguments: StoreEngine.underTest)
    func `reports the rows that are wrong and takes the others`(engine: StoreEngine) async throws {
        try await withNeighbourhood(engine) { place in
            let report = try await place.upsert(
                members: [
                    Member(id: " ", name: "X", phone: "12"),
                    ann,
                    Member(id: "m2", name: "", dateOfBirth: "2026-02-30"),
                    Member(id: "m3", name: "No phone", phone: " "),
                    Member(id: "m4", name: String(repeating: "x", count: 201)),
                    Member(id: "m5", name: "a\0b"),
                ],
                packages: [MemberPackage(id: "p", memberId: "", name: "P", remainingSessions: -1, expiresOn: "soon")],
                leads: [Lead(id: "l", name: "L", phone: "hello")]
            )
            #expect(report.created == 2)
            #expect(
                report.problems.map { "\($0.row) \($0.field)" } == [
                    "1 phone", "1 id", "3 name", "3 dateOfBirth", "5 name", "6 name", "7 memberId",
                    "7 remainingSessions", "7 expiresOn", "8 phone",
                ]
            )
            #expect(report.problems[0].message == "is not a phone number")
            #expect(report.problems[1].message == "is missing")
        }
    }

    @Test(arguments: StoreEngine.underTest)
    func `refuses more rows than one request may have`(engine: StoreEngine) async throws {
        try await withNeighbourhood(engine) { place in
            let many = (0...500).map { Member(id: "\($0)", name: "N") }
            let error = await #expect(throws: Problem.self) { try await place.upsert(members: many) }
            #expect(error?.status == 422)
        }
    }

    @Test(
        arguments: StoreEngine.underTest,
        [
            "0123456789", "60123456789", "+60123456789", "012-345 6789", "+60 12-345 6789", "(012) 345-6789",
            "0060123456789",
        ]
    )
    func `finds a member by any way the number is written`(engine: StoreEngine, text: String) async throws {
        try await withNeighbourhood(engine) { place in
            var member = ann
            member.phone = text
            try await place.upsert(members: [member])
            for question in ["0123456789", "60123456789", "+60 12 345 6789", text] {
                #expect(try await place.card(phone: question).member == member)
            }
            #expect(try await place.card(chat: "60123456789@c.us").member == member)
            #expect(try await place.card(phone: "0123456780").member == nil)
        }
    }

    @Test(arguments: StoreEngine.underTest)
    func `finds members before leads, and the member that a lead became`(engine: StoreEngine) async throws {
        try await withNeighbourhood(engine) { place in
            try await place.upsert(leads: [Lead(id: "l1", name: "Ann", phone: "0123456789", status: .noReply)])
            var card = try await place.card(phone: "0123456789")
            #expect(card.contact?.badge == Badge(status: .lead, label: "No Reply"))
            #expect(card.contact?.kind == .lead)

            // The lead became a member who is known by another number; the member's row comes later.
            try await place.upsert(leads: [
                Lead(id: "l1", name: "Ann", phone: "0123456789", status: .converted, memberId: "m9")
            ])
            #expect(try await place.card(phone: "0123456789").contact?.badge.label == "Converted")
            try await place.upsert(members: [Member(id: "m9", name: "Ann Lim", phone: "0111111111")])
            card = try await place.card(phone: "0123456789")
            #expect(card.contact?.kind == .member)
            #expect(card.contact?.name == "Ann Lim")
            #expect(card.contact?.badge.status == .noPackage)
            #expect(card.member?.id == "m9")
            #expect(card.lead?.id == "l1")
            let told = try await place.picture()
            #expect(told.values.map(\.contact.kind) == [.member, .member])

            try await place.upsert(packages: [MemberPackage(id: "p1", memberId: "m9", name: "Ten")])
            #expect(try await place.picture().values.map(\.contact.badge.label) == ["Active", "Active"])
        }
    }

    @Test(arguments: StoreEngine.underTest)
    func `moves a member whose number changes`(engine: StoreEngine) async throws {
        try await withNeighbourhood(engine) { place in
            try await place.hear(message("60123456789@c.us", from: "ann"))
            try await place.upsert(members: [ann])
            var moved = ann
            moved.phone = "0111111111"
            try await place.upsert(members: [moved])
            let old = try await place.card(phone: "0123456789")
            #expect(old.contact?.badge.label == "Not a Member")
            #expect(old.contact?.name == "ann")
            #expect(try await place.card(phone: "0111111111").member == moved)
            let picture = try await place.picture()
            #expect(Set(picture.values.map(\.contact.kind)) == [.unknown, .member])
            moved.phone = nil
            try await place.upsert(members: [moved])
            #expect(try await place.card(phone: "0111111111").member == nil)
        }
    }

    @Test(arguments: StoreEngine.underTest)
    func `shows of several members with one number the active one`(engine: StoreEngine) async throws {
        try await withNeighbourhood(engine) { place in
            let son = Member(id: "m2", name: "Son", phone: ann.phone)
            try await place.upsert(
                members: [ann, son],
                packages: [
                    MemberPackage(id: "p1", memberId: "m1", name: "Old", expiresOn: "2020-01-01"),
                    MemberPackage(id: "p2", memberId: "m2", name: "New", expiresOn: "2030-01-01"),
                ]
            )
            #expect(try await place.card(phone: "0123456789").member == son)
        }
    }
}
