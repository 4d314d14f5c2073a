import Contracts
import Store
import Synchronization
import TestSupport
import Testing

@testable import Bus

/// Several instances of one service: on PostgreSQL alone, since SQLite has one.
@Suite(.timeLimit(.minutes(1)), .enabled(if: StoreEngine.underTest.contains(.postgres)))
struct LaneTests {
    private func withInstances(_ body: (_ told: any Store, _ place: StorePlace, BusConfiguration) async throws -> Void)
        async throws
    {
        try await withFolder { folder in
            try await withStore(.sqlite) { told in
                let place = try StorePlace(.postgres)
                try await body(told, place, BusConfiguration(.ipc(folder: folder)))
                await place.remove()
            }
        }
    }

    private func instance(_ place: StorePlace, _ configuration: BusConfiguration) async throws -> Node {
        try await Node(.conversations, await place.open(), configuration) { contents in
            contents.on(Counted.self, from: .gateway, count)
            contents.perform(Add.self, add)
        }
    }

    /// Writes down what was seen without looking at other rows, so that instances do not wait for each other.
    @Sendable private func count(_ event: Counted, _ context: EventContext, _ transaction: any Transaction) throws {
        try transaction.run(
            sql: "INSERT INTO seen (place, key, number) VALUES (?, ?, ?)",
            arguments: [Int64(context.lane.number) * 1_000_000 + context.sequence, event.key, event.number]
        )
    }

    @Test func `two instances share the lanes, and one takes over from the other`() async throws {
        try await withInstances { told, place, configuration in
            let producer = try await Node(.gateway, told, configuration)
            let first = try await instance(place, configuration)
            let second = try await instance(place, configuration)
            try await running(producer, first) {
                try await running(second) {
                    try await expectEventually {
                        first.bus.held.set.count == 32 && second.bus.held.set.count == 32
                    }
                    #expect(first.bus.held.set.union(second.bus.held.set) == .all)
                    try await tellNumbers(1...20, by: producer)
                    try await expectEventually { try await first.count("seen") >= 200 }
                }
                try await tellNumbers(21...40, by: producer)
                let sum = try await producer.bus.ask(Add(key: "a", amount: 1), workspace: .test, within: .seconds(20))
                #expect(sum.sum == 1)
                try await expectEventually { first.bus.held.set == .all }
                try await expectEventually { try await first.count("seen") >= 400 }
                #expect(try await hasSeen(1...40, first))
            }
            await first.store.close()
            await second.store.close()
        }
    }

    @Test func `an instance whose store connection died is replaced within seconds`() async throws {
        try await withInstances { told, place, configuration in
            let producer = try await Node(.gateway, told, configuration)
            let first = try await instance(place, configuration)
            let second = try await instance(place, configuration)
            let lost = Task { try await first.bus.run() }
            try await expectEventually { first.bus.held.set == .all }
            try await running(producer, second) {
                lost.cancel()
                let took = ContinuousClock.now
                try await expectEventually { second.bus.held.set == .all }
                #expect(ContinuousClock.now - took < .seconds(10))
                try await tellNumbers(1...10, by: producer)
                try await expectEventually { try await hasSeen(1...10, second) }
            }
            _ = await lost.result
            await first.store.close()
            await second.store.close()
        }
    }

    @Test func `the locks of a stopped process go to others within seconds`() async throws {
        try await withInstances { _, place, _ in
            let store = try await place.open()
            let (stopped, other) = (try await store.lockSession(), try await store.lockSession())
            #expect(try await stopped.tryLock(1))
            #expect(try await !other.tryLock(1))
            try await expectEventually {
                _ = await other.isAlive()
                return try await other.tryLock(1)
            }
            #expect(await !stopped.isAlive())
            await stopped.close()
            await other.close()
            await store.close()
        }
    }

    @Test func `a former holder that was stalled can change nothing`() async throws {
        try await withInstances { _, place, configuration in
            let node = try await instance(place, configuration)
            let stalled = HeldLanes()
            let lane = Lane(key: "a")
            let take = { @Sendable (holder: String) async throws -> Int64 in
                try await node.store.write { transaction in
                    try transaction.first(BusQuery.takeLane, lane.number, holder)?.get(0) ?? 0
                }
            }
            stalled.take(lane, epoch: try await take("stalled"))
            let fence = try stalled.fence([lane])
            try await node.store.write { try fence.check(in: $0) }

            let taken = try await take("new holder")
            #expect(taken == 2)
            let error = await #expect(throws: LanesLost.self) {
                try await node.store.write { transaction in
                    try transaction.run(sql: "INSERT INTO total (key, sum) VALUES ('a', 1)")
                    try fence.check(in: transaction)
                }
            }
            #expect(error?.lanes == [lane])
            #expect(try await node.count("total") == 0)
            #expect(throws: LanesLost.self) { try stalled.fence([Lane(key: "60123456789@c.us")]) }
            await node.store.close()
        }
    }

    @Test func `lanes that an instance has let go by mistake go to another`() async throws {
        try await withInstances { _, place, configuration in
            let first = try await instance(place, configuration)
            let second = try await instance(place, configuration)
            let other = Beat(instance: InstanceID(), service: .conversations, origin: Origin().text, lanes: .none)
            try await running(first) {
                try await expectEventually { first.bus.held.set == .all }
                // There is another one, known to it alone, so that it takes no more than its share again.
                _ = first.bus.peers.heard(other, at: .now + .seconds(60))
                first.bus.lose(Set(Lane.all))
                try await expectEventually { first.bus.held.set.count == 32 }
                try await running(second) {
                    try await expectEventually { first.bus.held.set.count == 22 && second.bus.held.set.count == 32 }
                }
            }
            await first.store.close()
            await second.store.close()
        }
    }

    @Test func `an instance gives up the lanes that another one took in its stead`() async throws {
        try await withInstances { told, place, configuration in
            let producer = try await Node(.gateway, told, configuration)
            let node = try await instance(place, configuration)
            try await running(producer, node) {
                try await expectEventually { node.bus.held.set == .all }
                // As if it had been stalled: all its lanes have a new holder, who read nothing.
                try await node.store.write { try $0.run(sql: "UPDATE lane SET epoch = epoch + 1") }
                try await tellNumbers(1...10, by: producer)
                // It finds out, lets go and takes the lanes anew, since in truth nobody else is there.
                try await expectEventually { try await hasSeen(1...10, node) }
            }
            await node.store.close()
        }
    }
}
