import Contracts
import Runtime
import Store
import TestSupport
import Testing

@testable import enrichment

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
