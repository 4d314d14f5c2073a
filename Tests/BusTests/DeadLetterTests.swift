import Bus
import Contracts
import Store
import Synchronization
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(1)))
struct DeadLetterTests {
    private struct Refusal: Error {}

    @Test(arguments: StoreEngine.underTest)
    func `an event that keeps failing is set aside and holds up nobody for long`(engine: StoreEngine) async throws {
        try await withPair(engine) { told, heard, configuration in
            let isCured = Mutex(false)
            let producer = try await Node(.gateway, told, configuration)
            let consumer = try await Node(.conversations, heard, configuration) { contents in
                contents.on(Counted.self, from: .gateway) { event, context, transaction in
                    try see(event, context, transaction)
                    if event.key == "key 3", event.number == 5, !isCured.withLock({ $0 }) { throw Refusal() }
                }
            }
            try await running(producer, consumer) {
                try await tellNumbers(1...20, by: producer)
                try await expectEventually { try await consumer.count("seen") >= 199 }
                var seen = try await consumer.seen()
                #expect(seen["key 3"] == Array(1...20).filter { $0 != 5 })
                #expect(seen["key 4"] == Array(1...20))

                let letter = try #require(try await consumer.bus.deadLetters().first)
                #expect(letter.topic == Counted.topic)
                #expect(letter.error.contains("Refusal"))
                await #expect(throws: Refusal.self) { try await consumer.bus.retryDeadLetter(letter.id) }
                #expect(try await consumer.bus.deadLetters().count == 1)

                isCured.withLock { $0 = true }
                try await consumer.bus.retryDeadLetter(letter.id)
                seen = try await consumer.seen()
                #expect(seen["key 3"]?.last == 5)
                #expect(try await consumer.bus.deadLetters().isEmpty)
                await #expect(throws: Problem.self) { try await consumer.bus.retryDeadLetter(letter.id) }
            }
        }
    }

    @Test(arguments: StoreEngine.underTest)
    func `what is committed beside an event that cannot be set aside yet is not done again`(engine: StoreEngine)
        async throws
    {
        try await withPair(engine) { told, heard, configuration in
            var impatient = configuration
            impatient.attempts = 1
            let store = FaultyStore(heard)
            let tries = Mutex(0)
            let producer = try await Node(.gateway, told, configuration)
            let consumer = try await Node(.conversations, store, impatient) { contents in
                contents.on(Counted.self, from: .gateway) { event, context, transaction in
                    try see(event, context, transaction)
                    guard event.number == 0 else { return }
                    // The first time all are tried together, then each by itself; what is written next is the letter.
                    let count = tries.withLock { tries in
                        tries += 1
                        return tries
                    }
                    if count == 2 { store.fail(with: .unavailable) }
                    throw Refusal()
                }
            }
            let events = (1...5).map { Counted(key: "key 1", number: $0) } + [Counted(key: "key 3", number: 0)]
            try await producer.tell(events)
            try await running(producer, consumer) {
                try await expectEventually {
                    let letters = try await consumer.bus.deadLetters().count
                    let seen = try await consumer.count("seen")
                    return letters == 1 && seen >= 5
                }
                let seen = try await consumer.seen()
                #expect(seen == ["key 1": [1, 2, 3, 4, 5]])
            }
        }
    }

    @Test func `an event that cannot be read is set aside`() async throws {
        struct Older: Event {
            static let topic = Counted.topic
            static let stream = Counted.stream
            var laneKey: String { "key 1" }
            var name: String
        }
        try await withPair(.sqlite) { told, heard, configuration in
            let producer = try await Node(.gateway, told, configuration)
            let consumer = try await Node(.conversations, heard, configuration) {
                $0.on(Counted.self, from: .gateway, see)
            }
            try await running(producer, consumer) {
                try await told.write { [outbox = producer.outbox] transaction in
                    try outbox.emit(Older(name: "x"), workspace: .test, in: transaction)
                }
                try await tellNumbers(1...3, by: producer)
                try await expectEventually { try await hasSeen(1...3, consumer) }
                #expect(try await consumer.bus.deadLetters().count == 1)
            }
        }
    }

    @Test(arguments: StoreEngine.underTest)
    func `a handler that fails for a while loses nothing`(engine: StoreEngine) async throws {
        try await withPair(engine) { told, heard, configuration in
            let failures = Mutex(20)
            let producer = try await Node(.gateway, told, configuration)
            var patient = configuration
            patient.attempts = 30
            patient.batch = 8  // so that more is decoded ahead of what fails
            let consumer = try await Node(.conversations, heard, patient) { contents in
                contents.on(Counted.self, from: .gateway) { event, context, transaction in
                    try see(event, context, transaction)
                    let fails = failures.withLock { left in
                        left -= 1
                        return left >= 0
                    }
                    if fails { throw Refusal() }
                }
            }
            try await running(producer, consumer) {
                try await tellNumbers(1...10, by: producer)
                try await expectEventually { try await hasSeen(1...10, consumer) }
                #expect(try await consumer.bus.deadLetters().isEmpty)
            }
        }
    }
}
