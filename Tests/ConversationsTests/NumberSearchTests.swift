import Contracts
import Store
import TestSupport
import Testing

@testable import conversations

/// Numbers that are typed with six digits or more, which have an index of their own on SQLite.
@Suite struct NumberSearchTests {
    @Test(arguments: StoreEngine.underTest)
    func `all that is typed has to be there, not the last digits alone`(engine: StoreEngine) async throws {
        try await Desk.with(engine) { desk in
            try await desk.hear(Words.received("ann", from: "60123456789@c.us", name: "Ann"))
            try await desk.hear(Words.received("bob", from: "60199456789@c.us", second: 1, name: "Bob 1-2345678"))
            for (search, wanted) in [
                ("012 3456 789", ["ann"]), ("456789", ["bob", "ann"]), ("9456789", ["bob"]), ("60199456789", ["bob"]),
                ("0199456789", ["bob"]), ("0456789", []), ("2345678", ["bob", "ann"]), ("1-2345678", ["bob", "ann"]),
                ("56789", ["bob", "ann"]), ("601", ["bob", "ann"]), ("123456123456", []),
            ] {
                let found = try await desk.list(ListConversations(search: search)).items.map(\.lastMessage?.preview)
                #expect(found == wanted, "\(search)")
            }
        }
    }

    @Test(arguments: StoreEngine.underTest)
    func `a number in a name is found while it is there`(engine: StoreEngine) async throws {
        try await Desk.with(engine) { desk in
            try await desk.hear(Words.received("bob", from: "60199456789@c.us"))
            for (version, name, wanted) in [
                (1, "Bob 7778889", 1), (2, "Bob", 0), (3, "Bob 7778889", 1), (4, "7778881", 0),
            ] {
                try await desk.hear(PeopleTests.changed("c1", name, ["phone:+60199456789"], version: version))
                #expect(try await desk.list(ListConversations(search: "7778889")).items.count == wanted, "\(name)")
                #expect(try await desk.list(ListConversations(search: "0199456789")).items.count == 1)
            }
        }
    }

    @Test func `numbers from before the index are in it`() async throws {
        try await withStore(.sqlite) { store in
            try await store.migrate("conversations", Array(Schema.migrations.prefix(17)))
            try await store.write { transaction in
                try transaction.run(SearchQuery.setSearchDoc, "ann", "ann\n60123456789")
                try transaction.run(SearchQuery.setSearchDoc, "group", "the yoga group")
            }
            try await store.migrate("conversations", Schema.migrations)
            try await store.write { try $0.run(SearchQuery.setSearchDoc, "group", "yoga 555666777") }
            for (search, wanted) in [("60123456789", ["ann"]), ("555666", ["group"]), ("yoga", ["group"])] {
                let people = try #require(PeopleSearch(search, country: "MY"))
                let found = try await store.read { try people.find(upTo: 5, in: $0) }
                #expect(found.map(\.text) == wanted, "\(search)")
            }
        }
    }
}
