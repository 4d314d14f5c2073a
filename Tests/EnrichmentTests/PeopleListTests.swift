import Contracts
import Runtime
import Store
import TestSupport
import Testing

@testable import enrichment

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
