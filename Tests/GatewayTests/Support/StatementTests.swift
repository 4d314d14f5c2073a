import Store
import TestSupport
import Testing

@testable import gateway

struct ProviderStatementTests {
    @Test(arguments: StoreEngine.underTest)
    func `every statement fits the tables and is served by what it says`(engine: StoreEngine) async throws {
        try await withStore(engine) { store in
            try await Provider.migrate(store)
            // Channels are few.
            try await explainEach(ChannelQuery.self, in: store, scanning: [.unconfigure, .all])
            try await explainEach(IngestQuery.self, in: store)
            try await explainEach(HealthQuery.self, in: store, scanning: [.lastEvents, .forgetHours])
            try await explainEach(SendQuery.self, in: store, scanning: [.ofRemovedChannels])
            try await explainEach(PictureQuery.self, in: store)
            try await explainEach(ImportQuery.self, in: store)
        }
    }
}
