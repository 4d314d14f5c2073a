import Bus
import Contracts
import Store
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(1)))
struct DeliveryTests {
    @Test(arguments: StoreEngine.underTest)
    func `every event takes effect once, in order per key`(engine: StoreEngine) async throws {
        try await withFolder { folder in
            try await withStore(engine) { told in
                try await withStore(engine) { heard in
                    let configuration = BusConfiguration(.ipc(folder: folder))
                    let producer = try await Node(.gateway, told, configuration)
                    let consumer = try await Node(.conversations, heard, configuration) { contents in
                        contents.on(Counted.self, from: .gateway, see)
                    }
                    try await running(producer, consumer) {
                        for number in 1...20 {
                            try await producer.tell((1...10).map { Counted(key: "key \($0)", number: number) })
                        }
                        #expect(try await eventually { try await consumer.count("seen") >= 200 })
                        let seen = try await consumer.seen()
                        #expect(seen.count == 10)
                        for numbers in seen.values { #expect(numbers == Array(1...20)) }
                    }
                }
            }
        }
    }
}
