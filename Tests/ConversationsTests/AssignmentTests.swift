import Contracts
import Runtime
import Store
import TestSupport
import Testing

@testable import conversations

@Suite struct AssignmentTests {
    @Test(arguments: StoreEngine.underTest)
    func `one assignment runs at a time, and the ones before it stay in the history`(engine: StoreEngine) async throws {
        try await Desk.with(engine) { desk in
            let (mei, raj) = (try await desk.hire("Mei"), try await desk.hire("Raj"))
            try await desk.hear(Words.received("A"))
            let seen = try #require(await desk.conversation())
            #expect(seen.assignee == nil && seen.status == .active && seen.workVersion == 1)
            _ = desk.told()
            let first = try await desk.assign(seen.id, to: mei, seen: 1, by: raj)
            #expect(first.assignee == mei && first.workVersion == 2 && first.version == seen.version + 1)
            #expect(desk.told(ConversationChanged.self).map(\.conversation) == [first])
            #expect(try await desk.assign(seen.id, to: mei) == first)
            #expect(desk.told().isEmpty)
            desk.clock.advance(by: .seconds(5))
            _ = try await desk.assign(seen.id, to: raj, by: mei)
            desk.clock.advance(by: .seconds(5))
            #expect(try await desk.assign(seen.id, to: nil, by: mei).assignee == nil)

            let page = try await desk.assignments(ListAssignments(conversation: seen.id, limit: 1))
            let rest = try await desk.assignments(
                ListAssignments(conversation: seen.id, limit: 1, cursor: page.nextCursor)
            )
            let all = page.items + rest.items
            #expect(all.map(\.staff) == [raj, mei] && all.map(\.by) == [mei, raj] && rest.nextCursor == nil)
            #expect(all.map(\.from) == [Words.start + .seconds(5), Words.start])
            #expect(all.map(\.to) == [Words.start + .seconds(10), Words.start + .seconds(5)])
            #expect(all.map(\.endedBy) == [mei, mei])
        }
    }

    @Test(arguments: StoreEngine.underTest)
    func `only active staff of the workspace who see the branch are assigned`(engine: StoreEngine) async throws {
        try await Desk.with(engine) { desk in
            try await desk.hear(Words.received("A"))
            try await desk.hear(PeopleTests.changed("c1", "Ann", ["phone:+60123456789"], version: 1))
            let id = try #require(await desk.conversation()).id
            let gone = try await desk.hire("Gone", active: false)
            let elsewhere = try await desk.hire("Else", branch: "Kota Damansara")
            let near = try await desk.hire("Near", branch: "Kepong")
            let foreign = try await desk.hire("Foreign", WorkspaceID(trusted: "other"))
            for (staff, status) in [(gone, 422), (elsewhere, 422), (foreign, 404)] {
                let problem = await #expect(throws: Problem.self) { try await desk.assign(id, to: staff) }
                #expect(problem?.status == status, "\(staff.name)")
            }
            #expect(try await desk.assign(id, to: near).assignee == near)
            let unseen = await #expect(throws: Problem.self) {
                try await desk.assign(id, to: nil, scope: "Kota Damansara")
            }
            #expect(unseen == .notFound("conversation"))
            #expect(try await desk.show(id, within: "Kepong").id == id)
        }
    }

    @Test(arguments: StoreEngine.underTest)
    func `who has not seen the last change is told whose it was and when`(engine: StoreEngine) async throws {
        try await Desk.with(engine) { desk in
            let (mei, raj) = (try await desk.hire("Mei"), try await desk.hire("Raj"))
            try await desk.hear(Words.received("A"))
            let seen = try #require(await desk.conversation())
            desk.clock.advance(by: .seconds(3))
            _ = try await desk.assign(seen.id, to: raj, seen: seen.workVersion, by: mei)
            // A customer's message stands against nothing.
            try await desk.hear(Words.received("B", second: 4))
            let problem = await #expect(throws: Problem.self) {
                try await desk.assign(seen.id, to: mei, seen: seen.workVersion, by: raj)
            }
            #expect(problem?.status == 409 && problem?.code == "conflict")
            #expect(problem?.changedBy == "Mei" && problem?.changedAt == Words.start + .seconds(3))
            #expect(try await desk.show(seen.id).assignee == raj)
        }
    }
}
