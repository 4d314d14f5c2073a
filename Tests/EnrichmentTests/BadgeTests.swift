import Contracts
import Runtime
import Store
import TestSupport
import Testing

@testable import enrichment

/// The badge of a member follows the packages and the calendar.
@Suite(.timeLimit(.minutes(1)))
struct BadgeTests {
    static let today = "2026-01-01"

    @Test(
        arguments: [
            ([], "No Package", nil),
            ([(nil, nil)], "Active", nil),
            ([(3, nil)], "Active", nil),
            ([(0, nil)], "Expired", nil),
            ([(nil, "2026-01-01")], "Active", "2026-01-01"),
            ([(nil, "2025-12-31")], "Expired", nil),
            ([(0, "2026-12-31")], "Expired", nil),
            ([(1, "2026-03-01"), (nil, "2026-02-01"), (0, "2027-01-01")], "Active", "2026-03-01"),
            ([(1, "2026-03-01"), (nil, nil)], "Active", nil),
        ] as [([(Int?, String?)], String, String?)]
    )
    func `follows the packages`(packages: [(Int?, String?)], label: String, until: String?) throws {
        var person = Person(member: Member(id: "m", name: "Ann"))
        person.packages = packages.map {
            MemberPackage(id: "p", memberId: "m", name: "P", remainingSessions: $0.0, expiresOn: $0.1)
        }
        let standing = Standing(
            of: person,
            names: ContactNames(given: nil, whatsApp: "ann"),
            on: try CalendarDay(Self.today)
        )
        #expect(standing.badge.label == label)
        #expect(standing.holdsUntil?.text == until)
        #expect(standing.name == "Ann")
    }

    @Test(arguments: Lead.Status.allCases)
    func `names a lead's status`(status: Lead.Status) throws {
        let person = Person(lead: Lead(id: "l", name: "Ben", status: status))
        let standing = Standing(
            of: person,
            names: ContactNames(given: nil, whatsApp: nil),
            on: try CalendarDay(Self.today)
        )
        #expect(standing.badge == Badge(status: .lead, label: status.label))
    }

    /// The clock begins at midnight UTC, 8 in the morning there.
    @Test(arguments: StoreEngine.underTest)
    func `changes when a package's last day is over`(engine: StoreEngine) async throws {
        try await withNeighbourhood(engine) { place in
            try await place.upsert(
                members: [Member(id: "m1", name: "Ann", phone: "0123456789")],
                packages: [MemberPackage(id: "p1", memberId: "m1", name: "Ten", expiresOn: "2026-01-01")]
            )
            #expect(try await place.badges.look() == 0)
            place.clock.advance(by: .seconds(16 * 3600 - 1))
            #expect(try await place.badges.look() == 0)
            #expect(try await place.card(phone: "0123456789").contact?.badge.label == "Active")
            place.clock.advance(by: .seconds(1))
            #expect(try await place.card(phone: "0123456789").contact?.badge.label == "Expired")
            #expect(try await place.badges.look() == 1)
            #expect(try await place.badges.look() == 0)
            #expect(try await place.told().map(\.contact.badge.label) == ["Active", "Expired"])
        }
    }

    @Test(arguments: StoreEngine.underTest)
    func `says nothing when a package is renewed in time`(engine: StoreEngine) async throws {
        try await withNeighbourhood(engine) { place in
            var package = MemberPackage(id: "p1", memberId: "m1", name: "Ten", expiresOn: "2026-01-01")
            try await place.upsert(
                members: [Member(id: "m1", name: "Ann", phone: "0123456789")],
                packages: [package]
            )
            package.expiresOn = "2026-02-01"
            try await place.upsert(packages: [package])
            place.clock.advance(by: .seconds(3 * 86_400))
            #expect(try await place.badges.look() == 0)
            #expect(try await place.told().count == 1)
        }
    }

    @Test(arguments: StoreEngine.underTest)
    func `shows good packages first`(engine: StoreEngine) async throws {
        try await withNeighbourhood(engine) { place in
            try await place.upsert(
                members: [Member(id: "m1", name: "Ann", phone: "0123456789")],
                packages: [
                    MemberPackage(id: "gone", memberId: "m1", name: "A", expiresOn: "2025-01-01"),
                    MemberPackage(id: "used", memberId: "m1", name: "B", remainingSessions: 0, expiresOn: "2026-06-01"),
                    MemberPackage(
                        id: "good",
                        memberId: "m1",
                        name: "C",
                        remainingSessions: 1,
                        expiresOn: "2026-07-01",
                        trainer: "Farid"
                    ),
                ]
            )
            let packages = try await place.card(phone: "0123456789").packages
            #expect(packages.map(\.id) == ["good", "gone", "used"])
            #expect(packages.first?.trainer == "Farid" && packages.first?.remainingSessions == 1)
            #expect(packages.first?.name == "C" && packages.first?.expiresOn == "2026-07-01")
        }
    }
}
