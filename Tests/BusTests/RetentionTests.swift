import Contracts
import Store
import TestSupport
import Testing

@testable import Bus

@Suite(.timeLimit(.minutes(1)))
struct RetentionTests {
    @Test(arguments: StoreEngine.underTest)
    func `told events go once every reader has passed them and their time is over`(engine: StoreEngine) async throws {
        try await withPair(engine) { told, heard, configuration in
            var brief = configuration
            brief.retention = Retention(keep: .zero)
            brief.retention.pause = .milliseconds(50)
            let producer = try await Node(.gateway, told, brief)
            try await tellNumbers(1...70, by: producer)
            try await running(producer) {
                // Nobody has ever read them.
                try await Task.sleep(for: .milliseconds(300))
                #expect(try await producer.keptEvents() == 700)
                let consumer = try await Node(.conversations, heard, brief) { $0.on(Counted.self, from: .gateway, see) }
                try await running(consumer) {
                    try await expectEventually { try await hasSeen(1...70, consumer) }
                    try await expectEventually { try await producer.keptEvents() == 0 }
                }
                // The reader is away, but known: what it has not passed is kept.
                try await tellNumbers(71...80, by: producer)
                try await Task.sleep(for: .milliseconds(300))
                #expect(try await producer.keptEvents() == 100)
                let again = try await Node(.conversations, heard, brief) { $0.on(Counted.self, from: .gateway, see) }
                try await running(again) {
                    try await expectEventually { try await hasSeen(1...80, again) }
                    try await expectEventually { try await producer.keptEvents() == 0 }
                }
            }
        }
    }

    @Test(arguments: StoreEngine.underTest)
    func `told events stay for their time`(engine: StoreEngine) async throws {
        try await withPair(engine) { told, heard, configuration in
            var brief = configuration
            brief.retention.pause = .milliseconds(50)
            let producer = try await Node(.gateway, told, brief)
            let consumer = try await Node(.conversations, heard, brief) { $0.on(Counted.self, from: .gateway, see) }
            try await running(producer, consumer) {
                try await tellNumbers(1...5, by: producer)
                try await expectEventually { try await hasSeen(1...5, consumer) }
                try await expectEventually { try await producer.count("consumer") == 64 }
                #expect(try await producer.keptEvents() == 50)
            }
        }
    }

    @Test(arguments: StoreEngine.underTest)
    func `every statement fits the tables`(engine: StoreEngine) async throws {
        try await withStore(engine) { store in
            try await store.migrate("bus", Bus.migrations)
            try await checkStatements(BusQuery.self, on: store)
            switch engine {
            case .sqlite: try await checkStatements(BlockLogQuery.self, on: store)
            case .postgres: try await checkStatements(TrackLogQuery.self, on: store)
            }
        }
    }
}
