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
}
