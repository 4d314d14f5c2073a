import Contracts
import Runtime
import Store
import TestSupport
import Testing

@testable import Bus

@Suite(.timeLimit(.minutes(1)))
struct TailTests {
    @Test func `a listener without a cursor hears what comes from now on, without gaps`() async throws {
        try await withPair(.sqlite) { told, _, configuration in
            var lossy = configuration
            lossy.loses = { topic in topic.hasPrefix("event.") && Int.random(in: 0..<100) < 30 }
            let producer = try await Node(.gateway, told, lossy)
            try await tellNumbers(1...5, by: producer)
            try await running(producer) {
                try await expectEventually { producer.readiness.isReady }
                var events = producer.bus.tail(.inbound, from: .gateway).makeAsyncIterator()
                // A heartbeat tells where “now” is.
                try await expectEventually { producer.bus.tails.isFollowing(Lane(key: "key 1")) }
                for number in 6...25 { try await producer.tell([Counted(key: "key 1", number: number)]) }
                for number in 6...25 {
                    let event = try #require(await events.next())
                    #expect(event.sequence == Int64(number))
                    #expect(try event.decode(Counted.self).number == number)
                }
            }
        }
    }

    @Test(arguments: StoreEngine.underTest)
    func `told events can be read again`(engine: StoreEngine) async throws {
        try await withStore(engine) { store in
            let outbox = Outbox(.gateway)
            try await store.migrate("bus", Bus.migrations)
            try await store.write { transaction in
                for number in 1...5 {
                    try outbox.emit(Counted(key: "a", number: number), workspace: .test, in: transaction)
                    try outbox.emit(Counted(key: "", number: number), workspace: .test, in: transaction)
                }
            }
            let lane = Lane(key: "a")
            let (events, head) = try await store.read { reader in
                (
                    try outbox.history(.inbound, lane: lane, after: 2, limit: 2, in: reader),
                    try outbox.head(.inbound, lane: lane, in: reader)
                )
            }
            #expect(events.map(\.sequence) == [3, 4])
            #expect(events.map(\.lane) == [lane, lane])
            #expect(try events.map { try $0.decode(Counted.self).number } == [3, 4])
            #expect(head == 5)
        }
    }
}
