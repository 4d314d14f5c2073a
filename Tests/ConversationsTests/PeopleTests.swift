import Contracts
import Store
import TestSupport
import Testing

@testable import conversations

@Suite struct PeopleTests {
    /// - Parameter identifiers: `phone:+60123456789`.
    static func changed(
        _ id: String,
        _ name: String,
        _ identifiers: [String],
        version: Int,
        branch: String = "Kepong"
    ) throws -> ContactChanged {
        ContactChanged(
            contact: ContactBrief(
                id: ContactID(trusted: id),
                name: name,
                kind: .member,
                badge: Badge(status: .active, label: "Active"),
                branch: branch
            ),
            identifiers: try identifiers.map { text in
                let parts = text.split(separator: ":", maxSplits: 1)
                let kind = try #require(ContactIdentifier.Kind(rawValue: String(parts[0])))
                return ContactIdentifier(kind: kind, value: String(parts[1]))
            },
            version: version
        )
    }

    @Test(arguments: StoreEngine.underTest, [false, true])
    func `the list shows who it is, whoever is told first`(engine: StoreEngine, isLate: Bool) async throws {
        try await Desk.with(engine) { desk in
            let contact = try Self.changed("c1", "Aisyah", ["phone:+60123456789"], version: 1)
            if !isLate { try await desk.hear(contact) }
            try await desk.hear(Words.received("A", name: "ai"))
            if isLate {
                #expect(try await desk.conversation()?.name == "ai")
                _ = desk.told()
                try await desk.hear(contact)
                #expect(desk.told(ConversationChanged.self).map(\.conversation.name) == ["Aisyah"])
            }
            let conversation = try #require(await desk.conversation())
            #expect(conversation.name == "Aisyah")
            #expect(conversation.contact == contact.contact)
            #expect(try await desk.list(ListConversations(search: "AISY")).items.count == 1)
        }
    }

    @Test(arguments: StoreEngine.underTest)
    func `only a later version counts, and only a change is told`(engine: StoreEngine) async throws {
        try await Desk.with(engine) { desk in
            try await desk.hear(Words.received("A"))
            try await desk.hear(Self.changed("c1", "New", ["phone:+60123456789"], version: 2))
            try await desk.hear(Self.changed("c1", "Old", ["phone:+60123456789"], version: 1))
            _ = desk.told()
            try await desk.hear(Self.changed("c1", "New", ["phone:+60123456789"], version: 3))
            #expect(desk.told().isEmpty)
            #expect(try await desk.conversation()?.name == "New")
        }
    }

    @Test(arguments: StoreEngine.underTest)
    func `a person is known by the hidden address, and an identifier can go to another`(
        engine: StoreEngine
    ) async throws {
        try await Desk.with(engine) { desk in
            try await desk.hear(Words.received("A", from: "987654321@lid"))
            let lid = "lid:987654321@lid"
            try await desk.hear(Self.changed("c1", "One", [lid, "phone:+60123456789"], version: 1))
            #expect(try await desk.conversation()?.name == "One")
            try await desk.hear(Self.changed("c2", "Two", [lid], version: 1))
            #expect(try await desk.conversation()?.name == "Two")
            try await desk.hear(Self.changed("c1", "One", ["phone:+60123456789"], version: 2))
            #expect(try await desk.conversation()?.name == "Two")
            try await desk.hear(Self.changed("c2", "Two", [], version: 2))
            #expect(try await desk.conversation()?.contact == nil)
        }
    }

    /// Two contacts are told in two lanes, so what came later may be heard first.
    @Test(arguments: StoreEngine.underTest)
    func `an identifier that came back from a merge stays, in whatever order that is heard`(
        engine: StoreEngine
    ) async throws {
        let phone = "phone:+60123456789"
        func told(_ id: String, _ identifiers: [String], _ moves: [Int], version: Int) throws -> ContactChanged {
            var event = try Self.changed(id, id == "c1" ? "One" : "Two", identifiers, version: version)
            event.identifierMoves = moves
            return event
        }
        let merged = [try told("c1", [], [], version: 2), try told("c2", [phone], [1], version: 5)]
        let undone = [try told("c1", [phone], [2], version: 3), try told("c2", [], [], version: 6)]
        for order in [
            [merged[0], merged[1], undone[0], undone[1]], [undone[0], merged[0], merged[1], undone[1]],
            [merged[0], undone[0], merged[1], undone[1]], [merged[0], merged[1], undone[1], undone[0]],
        ] {
            try await Desk.with(engine) { desk in
                try await desk.hear(Words.received("A"))
                try await desk.hear(told("c1", [phone], [0], version: 1))
                for event in order { try await desk.hear(event) }
                #expect(try await desk.conversation()?.name == "One")
            }
        }
    }
}
