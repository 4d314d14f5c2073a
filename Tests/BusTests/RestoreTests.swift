import Bus
import Contracts
import Runtime
import Store
import TestSupport
import Testing

/// Tables are put back to an earlier state.
@Suite(.timeLimit(.minutes(1)))
struct RestoreTests {
    private func producer(_ store: any Store, _ configuration: BusConfiguration) async throws -> Node {
        try await Node(.gateway, store, configuration)
    }

    private func reader(_ store: any Store, _ configuration: BusConfiguration) async throws -> Node {
        try await Node(.conversations, store, configuration) { $0.on(Counted.self, from: .gateway, see) }
    }

    /// Whether each of ten keys was seen with these numbers, in this order.
    private func hasSeen(_ numbers: [Int], _ consumer: Node) async throws -> Bool {
        let seen = try await consumer.seen()
        return seen.count == 10 && seen.values.allSatisfy { $0 == numbers }
    }

    private func restores(of node: Node) -> Int { node.metrics.counter("bus_tables_restored_total", help: "").value }

    /// Tells 1 to 5, copies the producer's tables once they know how far everybody has read, and tells 6 to 10.
    private func told(_ producer: Node, _ consumers: [Node]) async throws -> Backup {
        try await tellNumbers(1...5, by: producer)
        for consumer in consumers { try await expectEventually { try await hasSeen([1, 2, 3, 4, 5], consumer) } }
        try await expectEventually {
            let row = try await producer.store.read {
                try $0.first(sql: "SELECT SUM(sequence) AS read FROM consumer")
            }
            return try row?.get("read", as: Int64?.self) == Int64(50 * consumers.count)
        }
        let backup = try await Backup(of: producer)
        try await tellNumbers(6...10, by: producer)
        for consumer in consumers { try await expectEventually { try await hasSeen(Array(1...10), consumer) } }
        return backup
    }

    /// - Parameter test: gets tables that were put back, how to run a producer on them, the reader, which goes on, and the
    ///   producer before.
    private func withRestored(
        _ engine: StoreEngine,
        _ test: @escaping @Sendable (any Store, BusConfiguration, Node, Node) async throws -> Void
    ) async throws {
        try await withPair(engine) { told, heard, configuration in
            var often = configuration
            often.retention.pause = .milliseconds(50)
            let consumer = try await reader(heard, configuration)
            try await running(consumer) {
                let before = try await producer(told, often)
                let backup = try await running(before) { try await self.told(before, [consumer]) }
                try await backup.restore()
                try await test(told, often, consumer, before)
            }
        }
    }

    @Test(arguments: StoreEngine.underTest)
    func `what is told after a restore is read, by all who read before`(engine: StoreEngine) async throws {
        try await withRestored(engine) { told, configuration, consumer, before in
            let after = try await producer(told, configuration)
            try await tellNumbers(11...12, by: after)
            try await running(after) {
                let all = Array(1...10) + Array(1...5) + [11, 12]
                try await expectEventually { try await hasSeen(all, consumer) }
                try await tellNumbers(13...13, by: after)
                try await expectEventually { try await hasSeen(all + [13], consumer) }
                #expect(restores(of: before) == 0 && restores(of: after) == 1)
            }
            // Once is enough.
            let again = try await producer(told, configuration)
            try await running(again) {
                try await tellNumbers(14...14, by: again)
                try await expectEventually { try await consumer.seen().values.allSatisfy { $0.last == 14 } }
                #expect(try await consumer.seen().values.allSatisfy { $0.count == 19 })
                #expect(restores(of: again) == 0)
            }
        }
    }

    @Test func `what is told before the readers are heard is read, even when it passes what they have read`()
        async throws
    {
        try await withPair(.sqlite) { told, heard, configuration in
            var patient = configuration
            patient.retention.pause = .milliseconds(50)
            patient.silence = .seconds(30)
            let (before, first) = (try await producer(told, patient), try await reader(heard, patient))
            let backup = try await running(before, first) { try await self.told(before, [first]) }
            try await backup.restore()
            let after = try await producer(told, patient)
            try await running(after) {
                try await expectEventually { after.readiness.isReady }
                try await tellNumbers(11...40, by: after)
                let consumer = try await reader(heard, patient)
                try await running(consumer) {
                    let all = Array(1...10) + Array(1...5) + Array(11...40)
                    try await expectEventually { try await hasSeen(all, consumer) }
                }
                #expect(restores(of: after) == 1)
            }
        }
    }

    @Test(arguments: StoreEngine.underTest)
    func `what is kept stays until it was read again, however far it had been read`(engine: StoreEngine) async throws {
        try await withPair(engine) { told, heard, configuration in
            try await withStore(engine) { other in
                var often = configuration
                often.retention.pause = .milliseconds(50)
                let consumer = try await reader(heard, configuration)
                try await running(consumer) {
                    let before = try await producer(told, often)
                    let away = try await Node(.enrichment, other, configuration) {
                        $0.on(Counted.self, from: .gateway, see)
                    }
                    let backup = try await running(before, away) { try await self.told(before, [consumer, away]) }
                    try await backup.restore()
                    often.retention.keep = .zero
                    let after = try await producer(told, often)
                    try await tellNumbers(11...12, by: after)
                    try await running(after) {
                        try await expectEventually { try await consumer.seen().values.allSatisfy { $0.last == 12 } }
                        // It is written down that one of them has read it all.
                        try await expectEventually {
                            let row = try await told.read {
                                try $0.first(
                                    sql: "SELECT SUM(sequence) AS read FROM consumer WHERE service = 'conversations'"
                                )
                            }
                            return try row?.get("read", as: Int64?.self) == 70
                        }
                        try await Task.sleep(for: .milliseconds(300))
                        #expect(try await after.keptEvents() == 70)
                        let back = try await Node(.enrichment, other, configuration) {
                            $0.on(Counted.self, from: .gateway, see)
                        }
                        try await running(back) {
                            let all = Array(1...10) + Array(1...5) + [11, 12]
                            try await expectEventually { try await hasSeen(all, back) }
                            try await expectEventually { try await after.keptEvents() == 0 }
                        }
                    }
                }
            }
        }
    }

    @Test(.enabled(if: StoreEngine.underTest.contains(.postgres)))
    func `of several instances one notices a restore below them, and all go on`() async throws {
        try await withFolder { folder in
            try await withStore(.sqlite) { heard in
                let configuration = BusConfiguration(.ipc(folder: folder))
                var often = configuration
                often.retention.pause = .milliseconds(50)
                let place = try StorePlace(.postgres)
                let first = try await producer(try await place.open(), often)
                let second = try await producer(try await place.open(), often)
                let consumer = try await reader(heard, configuration)
                try await running(first, second, consumer) {
                    let backup = try await told(first, [consumer])
                    try await backup.restore()
                    try await tellNumbers(11...12, by: first)
                    try await tellNumbers(13...14, by: second)
                    try await expectEventually {
                        try await consumer.seen().values.allSatisfy { Set(11...14).isSubset(of: $0) }
                    }
                    try await tellNumbers(15...15, by: first)
                    try await tellNumbers(16...16, by: second)
                    try await expectEventually {
                        try await consumer.seen().values.allSatisfy { Set(11...16).isSubset(of: $0) && $0.last == 16 }
                    }
                    #expect(restores(of: first) + restores(of: second) == 1)
                }
                await first.store.close()
                await second.store.close()
                await place.remove()
            }
        }
    }

    @Test(arguments: StoreEngine.underTest)
    func `a reader that was restored reads again what it has lost`(engine: StoreEngine) async throws {
        try await withPair(engine) { told, heard, configuration in
            let producer = try await producer(told, configuration)
            try await running(producer) {
                let before = try await reader(heard, configuration)
                let backup = try await running(before) {
                    try await tellNumbers(1...5, by: producer)
                    try await expectEventually { try await hasSeen([1, 2, 3, 4, 5], before) }
                    let backup = try await Backup(of: before)
                    try await tellNumbers(6...10, by: producer)
                    try await expectEventually { try await hasSeen(Array(1...10), before) }
                    return backup
                }
                try await backup.restore()
                let after = try await reader(heard, configuration)
                #expect(try await hasSeen([1, 2, 3, 4, 5], after))
                try await running(after) {
                    try await expectEventually { try await hasSeen(Array(1...10), after) }
                    try await tellNumbers(11...11, by: producer)
                    try await expectEventually { try await hasSeen(Array(1...11), after) }
                }
            }
        }
    }

    @Test(arguments: StoreEngine.underTest)
    func `one who deletes the origin has all told anew`(engine: StoreEngine) async throws {
        try await withRestored(engine) { told, configuration, consumer, _ in
            try await told.write { try $0.run(sql: "DELETE FROM origin") }
            let after = try await producer(told, configuration)
            try await tellNumbers(11...30, by: after)
            try await running(after) {
                let all = Array(1...10) + Array(1...5) + Array(11...30)
                try await expectEventually { try await hasSeen(all, consumer) }
            }
        }
    }
}
