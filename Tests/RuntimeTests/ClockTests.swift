import Contracts
import Runtime
import Testing

@Suite(.timeLimit(.minutes(1))) struct ClockTests {
    private let test = TestClock(Timestamp(milliseconds: 1000))

    @Test func `moves only when told`() {
        #expect(test.clock.now() == Timestamp(milliseconds: 1000))
        test.advance(by: .seconds(2))
        #expect(test.clock.now() == Timestamp(milliseconds: 3000))
    }

    @Test func `wakes sleepers when their time has come`() async throws {
        let clock = test.clock
        let short = Task { try await clock.sleep(.seconds(1)) }
        let long = Task { try await clock.sleep(.seconds(10)) }
        while test.sleepers < 2 { await Task.yield() }
        test.advance(by: .seconds(1))
        try await short.value
        #expect(test.sleepers == 1)
        test.advance(by: .seconds(9))
        try await long.value
    }

    @Test func `does not sleep for nothing, nor when cancelled`() async throws {
        let clock = test.clock
        try await clock.sleep(.zero)
        let asleep = Task { try await clock.sleep(.seconds(1)) }
        while test.sleepers < 1 { await Task.yield() }
        asleep.cancel()
        await #expect(throws: CancellationError.self) { try await asleep.value }
        #expect(test.sleepers == 0)
    }

    @Test func `the system's time is after this was written`() {
        #expect(WallClock.system.now() > Timestamp(milliseconds: 1_735_689_600_000))
    }
}

@Suite struct UUIDv7Tests {
    @Test func `has the form of RFC 9562`() throws {
        let pattern = try Regex("[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")
        #expect(try pattern.wholeMatch(in: UUIDv7.make(at: Timestamp(milliseconds: 1))) != nil)
    }

    @Test func `carries the time`() {
        let moment = Timestamp(milliseconds: 0xf000_0000_0000)  // later than any other test's
        #expect(UUIDv7.make(at: moment).hasPrefix("f0000000-0000-7"))
    }

    @Test func `ascends, many in a millisecond, and when the clock goes back`() {
        var last = ""
        for index in 0..<20_000 {
            let id = UUIDv7.make(at: Timestamp(milliseconds: 1_767_225_600_000 - Int64(index / 1000)))
            #expect(id > last)
            last = id
        }
    }

    @Test func `never makes one twice`() async {
        let ids = await withTaskGroup { group in
            for _ in 0..<8 {
                group.addTask { (0..<5000).map { _ in UUIDv7.make(at: WallClock.system.now()) } }
            }
            return await group.reduce(into: Set<String>()) { $0.formUnion($1) }
        }
        #expect(ids.count == 40_000)
    }
}
