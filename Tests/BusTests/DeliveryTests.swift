@testable import Bus
import Contracts
import Runtime
import Store
import Synchronization
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(1)))
struct DeliveryTests {
    private func reader(_ store: any Store, _ configuration: BusConfiguration) async throws -> Node {
        try await Node(.conversations, store, configuration) { $0.on(Counted.self, from: .gateway, see) }
    }

    @Test(arguments: StoreEngine.underTest)
    func `every event takes effect once, in order per key`(engine: StoreEngine) async throws {
        try await withPair(engine) { told, heard, configuration in
            let producer = try await Node(.gateway, told, configuration)
            let consumer = try await reader(heard, configuration)
            try await running(producer, consumer) {
                try await tellNumbers(1...20, by: producer)
                try await expectEventually { try await consumer.count("seen") >= 200 }
                #expect(try await hasSeen(1...20, consumer))
            }
        }
    }

    @Test(arguments: StoreEngine.underTest)
    func `what is lost on the way is replayed`(engine: StoreEngine) async throws {
        try await withPair(engine) { told, heard, configuration in
            var lossy = configuration
            lossy.loses = { topic in Int.random(in: 0..<100) < (topic.hasPrefix("event.") ? 30 : 10) }
            let producer = try await Node(.gateway, told, lossy)
            let consumer = try await reader(heard, lossy)
            try await running(producer, consumer) {
                try await tellNumbers(1...50, by: producer)
                try await expectEventually { try await consumer.count("seen") >= 500 }
                #expect(try await hasSeen(1...50, consumer))
            }
        }
    }

    @Test(arguments: StoreEngine.underTest)
    func `a reader that comes later reads all that was kept`(engine: StoreEngine) async throws {
        try await withPair(engine) { told, heard, configuration in
            let producer = try await Node(.gateway, told, configuration)
            try await tellNumbers(1...100, by: producer)
            let consumer = try await reader(heard, configuration)
            try await running(producer, consumer) {
                try await expectEventually { try await consumer.count("seen") >= 1000 }
                #expect(try await hasSeen(1...100, consumer))
            }
        }
    }

    @Test(arguments: StoreEngine.underTest)
    func `both may stop and start again, at any time`(engine: StoreEngine) async throws {
        try await withPair(engine) { told, heard, configuration in
            let teller = try await Node(.gateway, told, configuration)
            async let telling: Void = tellNumbers(1...100, by: teller)
            for _ in 1...4 {
                let producer = try await Node(.gateway, told, configuration)
                let consumer = try await reader(heard, configuration)
                let before = try await consumer.count("seen")
                try await running(producer, consumer) {
                    _ = try await eventually(within: .seconds(5)) { try await consumer.count("seen") > before + 50 }
                }
            }
            try await telling
            let consumer = try await reader(heard, configuration)
            try await running(try await Node(.gateway, told, configuration), consumer) {
                try await expectEventually { try await consumer.count("seen") >= 1000 }
                #expect(try await hasSeen(1...100, consumer))
            }
        }
    }

    @Test(arguments: StoreEngine.underTest)
    func `a slow reader gets everything at its own pace`(engine: StoreEngine) async throws {
        try await withPair(engine) { told, heard, configuration in
            var slow = configuration
            slow.waitingEvents = 40
            slow.batch = 10
            let producer = try await Node(.gateway, told, configuration)
            let consumer = try await reader(heard, slow)
            try await running(producer, consumer) {
                try await tellNumbers(1...100, by: producer)
                try await expectEventually { try await consumer.count("seen") >= 1000 }
                #expect(try await hasSeen(1...100, consumer))
            }
        }
    }

    @Test(arguments: StoreEngine.underTest)
    func `an outbox that starts over is read from its beginning`(engine: StoreEngine) async throws {
        try await withPair(engine) { told, heard, configuration in
            let consumer = try await reader(heard, configuration)
            try await running(consumer) {
                let first = try await Node(.gateway, told, configuration)
                try await running(first) {
                    try await tellNumbers(1...10, by: first)
                    try await expectEventually { try await hasSeen(1...10, consumer) }
                }
                try await withStore(engine) { empty in
                    let second = try await Node(.gateway, empty, configuration)
                    try await running(second) {
                        try await tellNumbers(11...20, by: second)
                        try await expectEventually { try await hasSeen(1...20, consumer) }
                    }
                }
            }
        }
    }

    @Test func `an event says where it comes from`() async throws {
        try await withPair(.sqlite) { told, heard, configuration in
            let contexts = Mutex<[EventContext]>([])
            let producer = try await Node(.gateway, told, configuration)
            let consumer = try await Node(.conversations, heard, configuration) { contents in
                contents.on(Counted.self, from: .gateway) { _, context, _ in contexts.withLock { $0.append(context) } }
            }
            let trace = TraceContext.new()
            try await running(producer, consumer) {
                try await Trace.$current.withValue(trace) {
                    let event = Counted(key: "a", number: 1)
                    try await told.write { [outbox = producer.outbox] transaction in
                        try outbox.emit(event, workspace: .test, trace: trace, in: transaction)
                    }
                }
                try await expectEventually { contexts.withLock { !$0.isEmpty } }
            }
            let context = try #require(contexts.withLock { $0.first })
            #expect(context.workspace == .test)
            #expect(context.producer == .gateway)
            #expect(context.stream == .inbound)
            #expect(context.lane == Lane(key: "a"))
            #expect(context.sequence == 1)
            #expect(context.trace?.traceID == trace.traceID)
            #expect(context.id.hasPrefix("gateway."))
            #expect(context.id.hasSuffix(".inbound.00.1"))
        }
    }

    @Test func `nothing is told of a transaction that fails`() async throws {
        try await withPair(.sqlite) { told, heard, configuration in
            let producer = try await Node(.gateway, told, configuration)
            let consumer = try await reader(heard, configuration)
            try await running(producer, consumer) {
                await #expect(throws: CancellationError.self) {
                    try await told.write { [outbox = producer.outbox] transaction in
                        try outbox.emit(Counted(key: "key 1", number: 0), workspace: .test, in: transaction)
                        throw CancellationError()
                    }
                }
                try await tellNumbers(1...3, by: producer)
                try await expectEventually { try await hasSeen(1...3, consumer) }
            }
        }
    }
}

@Suite(.timeLimit(.minutes(1)))
struct OutboxTests {
    @Test(arguments: StoreEngine.underTest)
    func `what is told in a savepoint goes with it`(engine: StoreEngine) async throws {
        try await withStore(engine) { store in
            let producer = try await Node(.gateway, store, BusConfiguration(.ipc(folder: "/tmp")))
            try await store.write { [outbox = producer.outbox] transaction in
                try outbox.emit(Counted(key: "a", number: 1), workspace: .test, in: transaction)
                try? transaction.savepoint {
                    try outbox.emit(Counted(key: "a", number: 2), workspace: .test, in: transaction)
                    throw CancellationError()
                }
                try outbox.emit(Counted(key: "a", number: 3), workspace: .test, in: transaction)
            }
            let told = try await store.read { [outbox = producer.outbox] reader in
                try outbox.history(.inbound, lane: Lane(key: "a"), after: 0, limit: 10, in: reader)
            }
            #expect(told.map(\.sequence) == [1, 2])
            #expect(try told.map { try $0.decode(Counted.self).number } == [1, 3])
        }
    }

    @Test(arguments: StoreEngine.underTest)
    func `many tell at once without a gap and without waiting in a circle`(engine: StoreEngine) async throws {
        try await withStore(engine) { store in
            let producer = try await Node(.gateway, store, BusConfiguration(.ipc(folder: "/tmp")))
            try await withThrowingTaskGroup(of: Void.self) { group in
                for task in 0..<8 {
                    group.addTask {
                        for number in 1...20 {
                            let keys = (0..<16).map { "key \($0)" }.shuffled()
                            try await producer.tell(keys.map { Counted(key: $0, number: task * 100 + number) })
                        }
                    }
                }
                try await group.waitForAll()
            }
            let heads = try await store.read { try engine.eventLog.heads(in: $0) }
            #expect(heads.values.reduce(0, +) == 8 * 20 * 16)
            for (track, head) in heads {
                let told = try await store.read { [outbox = producer.outbox] reader in
                    try outbox.history(track.stream, lane: track.lane, after: 0, limit: 10_000, in: reader)
                }
                #expect(told.map(\.sequence) == Array(1...head))
            }
        }
    }
}
