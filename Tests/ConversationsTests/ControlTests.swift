import Contracts
import Runtime
import Store
import TestSupport
import Testing

@testable import conversations

@Suite struct ControlTests {
    @Test(arguments: StoreEngine.underTest)
    func `of a hundred takes one wins and the others learn who was faster`(engine: StoreEngine) async throws {
        try await Desk.with(engine) { desk in
            try await desk.hear(Words.received("A"))
            let seen = try #require(await desk.conversation())
            var people: [StaffBrief] = []
            for number in 0..<100 { people.append(try await desk.hire("P\(number)")) }
            let outcomes = await withTaskGroup(of: Result<ConversationSummary, any Error>.self) { group in
                for person in people {
                    group.addTask {
                        do {
                            return .success(try await desk.control(seen, .take, by: person))
                        } catch {
                            return .failure(error)
                        }
                    }
                }
                return await group.reduce(into: []) { $0.append($1) }
            }
            let winners = outcomes.compactMap { try? $0.get().control?.staff }
            let losers = outcomes.compactMap { outcome -> Problem? in
                if case .failure(let error) = outcome { error as? Problem } else { nil }
            }
            #expect(winners.count == 1 && losers.count == 99)
            #expect(losers.allSatisfy { $0.status == 409 && $0.code == "conflict" })
            #expect(Set(losers.map(\.changedBy)) == [winners.first?.name])
            #expect(losers.allSatisfy { $0.changedAt == desk.clock.now })
            #expect(try await desk.show(seen.id).control?.staff == winners.first)
            #expect(try await desk.show(seen.id).workVersion == 2)
        }
    }

    @Test(arguments: StoreEngine.underTest)
    func `control is taken, asked for, granted, declined, transferred and released`(engine: StoreEngine) async throws {
        try await Desk.with(engine) { desk in
            let (mei, raj) = (try await desk.hire("Mei"), try await desk.hire("Raj"))
            try await desk.hear(Words.received("A"))
            var now = try #require(await desk.conversation())
            func move(_ action: ControlAction, by person: StaffBrief, to: String? = nil) async throws {
                now = try await desk.control(now, action, by: person, to: to)
            }
            func isRefused(_ action: ControlAction, by person: StaffBrief, to: String? = nil) async throws {
                let problem = await #expect(throws: Problem.self) {
                    try await desk.control(now, action, by: person, to: to)
                }
                #expect(problem?.status == 409, "\(action) by \(person.name): \(problem?.detail ?? "")")
            }
            for action in [ControlAction.release, .request, .grant, .decline] { try await isRefused(action, by: mei) }
            try await move(.take, by: mei)
            #expect(
                now.control == ConversationControl(holder: .staff, staff: mei, since: desk.clock.now, requestedBy: nil)
            )
            for action in [ControlAction.take, .release, .grant] { try await isRefused(action, by: raj) }
            try await isRefused(.transfer, by: raj, to: "raj")
            try await isRefused(.request, by: mei)
            try await move(.request, by: raj)
            #expect(now.control?.requestedBy == raj)
            try await isRefused(.request, by: desk.hire("Third"))
            try await move(.decline, by: mei)
            #expect(now.control?.requestedBy == nil && now.control?.staff == mei)
            try await move(.request, by: raj)
            try await move(.grant, by: mei)
            #expect(now.control?.staff == raj && now.control?.requestedBy == nil)
            try await move(.transfer, by: raj, to: "mei")
            #expect(now.control?.staff == mei)
            try await move(.transfer, by: mei, to: "bot")
            #expect(now.control?.holder == .bot && now.control?.staff == nil)
            try await isRefused(.transfer, by: mei, to: "mei")
            try await move(.take, by: raj)
            #expect(now.control?.staff == raj)
            try await move(.release, by: raj)
            #expect(now.control == nil)
        }
    }

    @Test(arguments: StoreEngine.underTest)
    func `only who holds it writes; when nobody does, all may`(engine: StoreEngine) async throws {
        try await Desk.with(engine) { desk in
            let (mei, raj) = (try await desk.hire("Mei"), try await desk.hire("Staff"))
            try await desk.hear(Words.received("A"))
            _ = try await desk.send(Words.send("free"))
            var now = try await desk.control(#require(await desk.conversation()), .take, by: mei)
            let other = await #expect(throws: Problem.self) { try await desk.send(Words.send("no")) }
            #expect(other?.status == 423 && other?.code == "held" && other?.changedBy == "Mei")
            now = try await desk.control(now, .transfer, by: mei, to: "bot")
            let bot = await #expect(throws: Problem.self) { try await desk.send(Words.send("no")) }
            #expect(bot?.status == 423 && bot?.changedBy == "bot")
            var campaign = try Words.send("from a program")
            campaign.sentBy = nil
            _ = try await desk.send(campaign)
            now = try await desk.control(now, .take, by: raj)
            _ = try await desk.send(Words.send("mine"))
            #expect(
                try await desk.messages().map(\.body).sorted { ($0 ?? "") < ($1 ?? "") } == [
                    "A", "free", "from a program", "mine",
                ]
            )
        }
    }

    @Test(arguments: StoreEngine.underTest)
    func `who leaves holds nothing any more`(engine: StoreEngine) async throws {
        try await Desk.with(engine) { desk in
            let mei = try await desk.hire("Mei")
            try await desk.hear(Words.received("A"))
            let id = try #require(await desk.conversation()).id
            _ = try await desk.assign(id, to: mei)
            _ = try await desk.control(desk.show(id), .take, by: mei)
            _ = desk.told()
            try await desk.hire("Mei", active: false, version: 2)
            #expect(desk.told(ConversationChanged.self).map(\.conversation.control) == [nil])
            #expect(try await desk.show(id).assignee == mei)
            try await desk.hire("Mei Ling", version: 1)
            #expect(try await desk.show(id).assignee == mei)
        }
    }

    /// A conversation with a member of a branch, held by one person and asked for by another.
    private func held(
        at desk: Desk,
        by holder: StaffBrief,
        askedBy asking: StaffBrief
    ) async throws -> ConversationSummary {
        try await desk.hear(Words.received("A"))
        try await desk.hear(PeopleTests.changed("c1", "Ann", ["phone:+60123456789"], version: 1))
        let taken = try await desk.control(#require(await desk.conversation()), .take, by: holder)
        return try await desk.control(taken, .request, by: asking)
    }

    enum Departure: CaseIterable {
        case leaves, movesToAnotherBranch, mayNotWrite, mayNotSee
    }

    @Test(arguments: StoreEngine.underTest, Departure.allCases)
    func `who may not write in it any more gives it back and waits for it no longer`(
        engine: StoreEngine,
        departure: Departure
    ) async throws {
        try await Desk.with(engine) { desk in
            let (mei, raj) = (try await desk.hire("Mei", branch: "Kepong"), try await desk.hire("Raj"))
            func depart(_ name: String, version: Int) async throws {
                try await desk.hire(
                    name,
                    branch: departure == .movesToAnotherBranch ? "Kota Damansara" : nil,
                    active: departure != .leaves,
                    version: version,
                    viewsChats: departure != .mayNotSee,
                    writesChats: departure == .mayNotWrite ? false : nil
                )
            }
            let asked = try await held(at: desk, by: mei, askedBy: raj)
            _ = desk.told()
            try await depart("Raj", version: 2)
            let withdrawn = try #require(desk.told(ConversationChanged.self).last?.conversation)
            #expect(withdrawn.control?.staff == mei && withdrawn.control?.requestedBy == nil)
            let nobody = await #expect(throws: Problem.self) { try await desk.control(withdrawn, .grant, by: mei) }
            #expect(nobody?.status == 409)
            try await depart("Mei", version: 2)
            #expect(try await desk.show(asked.id).control == nil)
            let staff = try await desk.hire("Staff")
            _ = try await desk.control(desk.show(asked.id), .take, by: staff)
            _ = try await desk.send(Words.send("on we go"))
        }
    }

    @Test(arguments: StoreEngine.underTest)
    func `it is not taken by, asked for by or granted to who could not give it back`(
        engine: StoreEngine
    ) async throws {
        try await Desk.with(engine) { desk in
            let (mei, raj) = (try await desk.hire("Mei"), try await desk.hire("Raj"))
            let gone = try await desk.hire("Gone", active: false)
            var now = try await held(at: desk, by: mei, askedBy: raj)
            // Told by an older version, which withdrew nothing.
            try await desk.store.write { try $0.run(sql: "UPDATE staff SET active = 0 WHERE id = 'raj'") }
            let granted = await #expect(throws: Problem.self) { try await desk.control(now, .grant, by: mei) }
            #expect(granted?.status == 409 && granted?.detail.contains("Raj") == true)
            now = try await desk.control(now, .decline, by: mei)
            for action in [ControlAction.request, .take] {
                let problem = await #expect(throws: Problem.self) { try await desk.control(now, action, by: gone) }
                #expect(problem?.status == 409)
            }
            let given = await #expect(throws: Problem.self) {
                try await desk.control(now, .transfer, by: mei, to: "gone")
            }
            #expect(given?.status == 422 && given?.fields?.map(\.field) == ["to"])
            #expect(try await desk.show(now.id).control?.staff == mei)
        }
    }

    @Test(arguments: StoreEngine.underTest)
    func `a conversation that goes to another branch is given back by who does not see it there`(
        engine: StoreEngine
    ) async throws {
        try await Desk.with(engine) { desk in
            let (mei, raj) = (try await desk.hire("Mei", branch: "Kepong"), try await desk.hire("Raj"))
            let asked = try await held(at: desk, by: mei, askedBy: raj)
            _ = desk.told()
            try await desk.hear(
                PeopleTests.changed("c1", "Ann", ["phone:+60123456789"], version: 2, branch: "Kota Damansara")
            )
            let told = desk.told(ConversationChanged.self).map(\.conversation)
            #expect(told.map(\.id) == [asked.id] && told.last?.control == nil)
            #expect(told.last?.contact?.branch == "Kota Damansara")
            #expect(try await desk.kinds(of: raj).contains(.controlReleased))
        }
    }

    @Test(arguments: StoreEngine.underTest)
    func `what was locked before the people's rights were looked at is free`(engine: StoreEngine) async throws {
        try await withStore(engine) { store in
            try await store.migrate("conversations", Array(Schema.migrations.prefix(11)))
            try await store.write { transaction in
                for (id, active, branch) in [("gone", 0, "NULL"), ("moved", 1, "'Kepong'"), ("there", 1, "NULL")] {
                    try transaction.run(
                        sql: "INSERT INTO staff VALUES ('gym', '\(id)', '\(id)', \(branch), \(active), 1, 1, 0)"
                    )
                    try transaction.run(
                        sql: """
                            INSERT INTO conversation
                                (id, workspace, channel, kind, chat, identifier, holder, branch, created_at, updated_at)
                            VALUES ('of-\(id)', 'gym', 'line', 'personal', 'c', 'i', '\(id)', 'Bangsar', 0, 0)
                            """
                    )
                }
            }
            try await store.migrate("conversations", Schema.migrations)
            let holders = try await store.read { reader in
                try reader.rows(sql: "SELECT holder FROM conversation ORDER BY id")
                    .map { try $0.get(0, as: String.self) }
            }
            #expect(holders == ["", "", "there"])
        }
    }
}
