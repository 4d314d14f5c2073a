import Contracts
import Store
import TestSupport
import Testing

@testable import enrichment

/// Who writes gets a contact.
@Suite(.timeLimit(.minutes(1)))
struct ListenerTests {
    @Test(arguments: StoreEngine.underTest)
    func `makes one contact of a number, however often it writes`(engine: StoreEngine) async throws {
        try await withNeighbourhood(engine) { place in
            try await place.hear(message("60123456789@c.us", phone: "+60123456789", from: "Ann"))
            try await place.hear(message("60123456789@c.us", from: "Ann"))
            try await place.hear(message("60123456789@c.us", fromMe: true))
            let told = try await place.told()
            #expect(told.count == 1)
            #expect(told[0].contact.name == "Ann")
            #expect(told[0].contact.kind == .unknown)
            #expect(told[0].contact.badge == Badge(status: .notAMember, label: "Not a Member"))
            #expect(told[0].identifiers == [ContactIdentifier(kind: .phone, value: "+60123456789")])
            #expect(told[0].version == 1)
            let card = try await place.card(chat: "60123456789@c.us")
            #expect(card.contact == told[0].contact)
            #expect(card.phoneNumber == "+60123456789")
        }
    }

    @Test(arguments: StoreEngine.underTest)
    func `hears a new name, but not from history`(engine: StoreEngine) async throws {
        try await withNeighbourhood(engine) { place in
            try await place.hear(message("60123456789@c.us", from: "Ann"))
            try await place.hear(message("60123456789@c.us", from: "Old", backfilled: true))
            try await place.hear(message("60123456789@c.us", from: "  "))
            try await place.hear(message("60123456789@c.us", from: " Anna\0 "))
            #expect(try await place.told().map(\.contact.name) == ["Ann", "Anna"])
        }
    }

    @Test(arguments: StoreEngine.underTest)
    func `knows a person by the hidden id and the number together`(engine: StoreEngine) async throws {
        try await withNeighbourhood(engine) { place in
            try await place.hear(message("987654321@lid", from: "Ann"))
            try await place.hear(message("987654321@lid", phone: "+60123456789", from: "Ann"))
            let told = try await place.told()
            #expect(told.map(\.version) == [1, 2])
            #expect(
                told[1].identifiers == [
                    ContactIdentifier(kind: .phone, value: "+60123456789"),
                    ContactIdentifier(kind: .lid, value: "987654321@lid"),
                ]
            )
            let card = try await place.card(phone: "012-345 6789")
            #expect(card.contact?.id == told[0].contact.id)
        }
    }

    @Test(arguments: StoreEngine.underTest)
    func `makes one contact of two that turn out to be one person`(engine: StoreEngine) async throws {
        try await withNeighbourhood(engine) { place in
            try await place.hear(message("987654321@lid", from: "Ann"))
            try await place.upsert(members: [Member(id: "m1", name: "Ann Lim", phone: "0123456789")])
            let hidden = try #require(try await place.card(chat: "987654321@lid").contact)
            let member = try #require(try await place.card(phone: "0123456789").contact)
            #expect(hidden.id != member.id)

            try await place.hear(message("987654321@lid", phone: "+60123456789", from: "Ann"))
            for card in [
                try await place.card(chat: "987654321@lid"), try await place.card(phone: "0123456789"),
                try await place.card(LookUpContact(contact: hidden.id)),
            ] {
                #expect(card.contact == member)
                #expect(card.identifiers.count == 2)
            }
            let picture = try await place.picture()
            #expect(picture[hidden.id]?.identifiers == [])
            #expect(picture[hidden.id]?.mergedInto == member.id)
            #expect(picture[hidden.id]?.laneKey == picture[member.id]?.laneKey)
            #expect(picture[member.id]?.identifiers.count == 2)
            let moved: String? = try await place.store.read { reader in
                try reader.first(sql: "SELECT moved FROM contact_merge")?.get("moved")
            }
            #expect(
                moved == """
                    {"contacts":[],"identifiers":[{"kind":"lid","value":"987654321@lid"}],"leads":[],"links":[],\
                    "members":[],"whatsAppName":"Ann"}
                    """
            )
        }
    }

    @Test(arguments: StoreEngine.underTest)
    func `follows contacts through several merges`(engine: StoreEngine) async throws {
        try await withNeighbourhood(engine) { place in
            try await place.hear(message("111111111@lid"))
            try await place.hear(message("60111111111@c.us"))
            let first = try #require(try await place.card(chat: "60111111111@c.us").contact?.id)
            try await place.hear(message("111111111@lid", phone: "+60111111111"))
            try await place.upsert(leads: [Lead(id: "l1", name: "Ben", phone: "0122222222")])
            try await place.hear(message("111111111@lid", phone: "+60122222222"))
            let card = try await place.card(LookUpContact(contact: first))
            #expect(card.lead?.id == "l1")
            #expect(card.identifiers.count == 3)
            #expect(try await place.picture().values.filter { !$0.identifiers.isEmpty }.count == 1)
        }
    }

    @Test(arguments: StoreEngine.underTest)
    func `knows both of a number's forms`(engine: StoreEngine) async throws {
        try await withNeighbourhood(engine) { place in
            try await place.upsert(members: [Member(id: "m1", name: "Rui", phone: "+55 31 99123-4567")])
            try await place.hear(message("553191234567@c.us", from: "rui"))
            let card = try await place.card(chat: "553191234567@c.us")
            #expect(card.member?.id == "m1")
            #expect(card.identifiers.map(\.value) == ["+553191234567", "+5531991234567"])
            #expect(try await place.picture().count == 1)
        }
    }

    @Test(arguments: StoreEngine.underTest)
    func `makes contacts of those who write in groups, not of groups`(engine: StoreEngine) async throws {
        try await withNeighbourhood(engine) { place in
            let group = "120363000000000000@g.us"
            try await place.hear(
                message(group, from: "Ann", sender: "987654321@lid", senderPhone: "+60123456789"),
                message(group, from: "Us", sender: "60111111111@c.us", fromMe: true),
                message("status@broadcast", from: "Ben", sender: "60122222222@c.us"),
                message("0@c.us", from: "WhatsApp")
            )
            let told = try await place.told()
            #expect(told.map(\.contact.name) == ["Ann"])
            #expect(told[0].identifiers.count == 2)
            let card = try await place.card(chat: group)
            #expect(card.contact == nil)
            #expect(card.identifiers == [ContactIdentifier(kind: .group, value: group)])
        }
    }

    @Test(arguments: StoreEngine.underTest)
    func `keeps workspaces apart`(engine: StoreEngine) async throws {
        try await withStore(engine) { store in
            let (one, two) = (try await Neighbourhood(store), try await Neighbourhood(store, workspace: "w2"))
            try await one.upsert(members: [Member(id: "m1", name: "Ann Lim", phone: "0123456789")])
            #expect(try await two.card(phone: "0123456789").contact == nil)
            try await two.hear(message("60123456789@c.us", from: "Ann"))
            let card = try await two.card(phone: "0123456789")
            #expect(card.contact?.kind == .unknown)
            let id = try #require(try await one.card(phone: "0123456789").contact?.id)
            #expect(card.contact?.id != id)
            await #expect(throws: Problem.notFound("contact")) { try await two.card(LookUpContact(contact: id)) }
        }
    }

    /// Two instances meet the same people at the same time; on PostgreSQL they race.
    @Test(arguments: StoreEngine.underTest)
    func `makes one contact when two instances meet a number at once`(engine: StoreEngine) async throws {
        try await withNeighbourhood(engine) { place in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for number in 0..<40 {
                    group.addTask { try await place.hear(message("6012345678\(number % 5)@c.us", from: "Ann")) }
                    group.addTask {
                        try await place.upsert(leads: [
                            Lead(id: "\(number % 5)", name: "L", phone: "012345678\(number % 5)")
                        ])
                    }
                }
                try await group.waitForAll()
            }
            let picture = try await place.picture()
            #expect(picture.count == 5)
            #expect(picture.values.allSatisfy { $0.contact.kind == .lead && $0.identifiers.count == 1 })
        }
    }
}
