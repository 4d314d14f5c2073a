import Bus
import Contracts
import Store
import TestSupport

/// A gateway that tells and a conversations service that reads, each on a store of its own, in one folder.
func withPair<R>(
    _ engine: StoreEngine,
    _ body: (_ told: any Store, _ heard: any Store, _ configuration: BusConfiguration) async throws -> R
) async throws -> R {
    try await withFolder { folder in
        try await withStore(engine) { told in
            try await withStore(engine) { heard in
                try await body(told, heard, BusConfiguration(.ipc(folder: folder)))
            }
        }
    }
}

/// Numbers from 1 for each of ten keys, in transactions of ten.
func tellNumbers(_ numbers: ClosedRange<Int>, by producer: Node) async throws {
    for number in numbers {
        try await producer.tell((1...10).map { Counted(key: "key \($0)", number: number) })
    }
}

/// Whether each of ten keys was seen with these numbers, in order and once.
func hasSeen(_ numbers: ClosedRange<Int>, _ consumer: Node) async throws -> Bool {
    let seen = try await consumer.seen()
    return seen.count == 10 && seen.values.allSatisfy { $0 == Array(numbers) }
}
