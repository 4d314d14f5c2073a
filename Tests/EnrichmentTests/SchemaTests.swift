import Contracts
import Runtime
import Store
import TestSupport
import Testing

@testable import enrichment

@Suite(.timeLimit(.minutes(1)))
struct SchemaTests {
    @Test(arguments: StoreEngine.underTest)
    func `every statement fits the tables and is served by what it says`(engine: StoreEngine) async throws {
        try await withNeighbourhood(engine) { place in try await explainEach(EnrichmentQuery.self, in: place.store) }
    }

    /// Without figures of the tables SQLite takes an index of which it uses the workspace alone for as good as another, and
    /// then each message costs the time of reading everybody.
    @Test func `no statement but a list reads all of a workspace`() async throws {
        try await withNeighbourhood(.sqlite) { place in
            for query in Set(EnrichmentQuery.allCases).subtracting([.contacts, .members, .leads]) {
                let sql = try EnrichmentQuery.file.statement(query.rawValue, for: .sqlite).sql
                let values = [SQLValue](repeating: .null, count: parameterCount(of: sql))
                let plan = try #require(try await QueryPlan(of: sql, values, in: place.store))
                #expect(!plan.steps.contains { $0.hasSuffix("(workspace=?)") }, "\(query.rawValue): \(plan)")
            }
        }
    }

    @Test(arguments: [
        "2026-1-1", "2026-13-01", "2026-00-10", "2026-02-29", "2025-02-30", "20260101", "2026-01-01T", "", "1899-01-01",
        "2026-01-32", "-026-01-01", "١٢٣٤-٠١-٠١",
    ])
    func `refuses what is no day`(text: String) {
        #expect(throws: Malformed("date", text)) { try CalendarDay(text) }
    }

    @Test func `knows the day at a moment`() throws {
        let midnight = Timestamp(milliseconds: 1_767_225_600_000)
        #expect(CalendarDay(midnight, offset: 8 * 3600).text == "2026-01-01")
        #expect(CalendarDay(midnight + .seconds(16 * 3600), offset: 8 * 3600).text == "2026-01-02")
        #expect(CalendarDay(midnight, offset: -3600).text == "2025-12-31")
        #expect(try CalendarDay("2024-02-29") < CalendarDay("2024-03-01"))
    }

    @Test(arguments: [
        (["MYNAH_COUNTRY": "my"], "MYNAH_COUNTRY"), (["MYNAH_COUNTRY": "MYS"], "MYNAH_COUNTRY"),
        (["MYNAH_UTC_OFFSET": "8"], "MYNAH_UTC_OFFSET"), (["MYNAH_UTC_OFFSET": "+15:00"], "MYNAH_UTC_OFFSET"),
        (["MYNAH_UTC_OFFSET": "+0a:00"], "MYNAH_UTC_OFFSET"), (["MYNAH_UTC_OFFSET": "+08:75"], "MYNAH_UTC_OFFSET"),
    ])
    func `refuses a bad variable by name`(values: [String: String], name: String) {
        var reader = ConfigurationReader(Environment(values))
        _ = EnrichmentConfiguration(&reader)
        let error = #expect(throws: ConfigurationError.self) { try reader.finish() }
        #expect(error?.problems.count == 1)
        #expect(error?.description.contains(name) == true)
    }

    @Test func `reads clocks on both sides of Greenwich`() throws {
        for (text, seconds) in [("+08:00", 28800), ("-05:30", -19800), ("+00:00", 0)] {
            var reader = ConfigurationReader(Environment(["MYNAH_UTC_OFFSET": text]))
            #expect(EnrichmentConfiguration(&reader).offset == seconds)
            try reader.finish()
        }
    }
}
