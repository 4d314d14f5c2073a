import Contracts
import Testing

@testable import gateway

struct PaceTests {
    private let start = Timestamp(milliseconds: 1_767_225_600_000)

    @Test func `lets a burst go at once and then one at a time`() {
        var pace = Pace(rate: 60, burst: 3, now: start)
        #expect((1...3).allSatisfy { _ in pace.take(.staff, now: start) == nil })
        #expect(pace.take(.staff, now: start) == .seconds(1))
        #expect(pace.take(.staff, now: start + .milliseconds(999)) == .milliseconds(1))
        #expect(pace.take(.staff, now: start + .seconds(1)) == nil)
    }

    @Test func `never sends more in a minute than its rate and one burst`() {
        var pace = Pace(rate: 30, burst: 5, now: start)
        let sent = (0..<60_000).count { pace.take(.staff, now: start + .milliseconds($0)) == nil }
        #expect(sent <= 35)
        #expect(sent >= 34)
    }

    @Test func `keeps a part of the burst back from campaigns`() {
        var pace = Pace(rate: 60, burst: 20, now: start)
        let campaign = (0..<20).count { _ in pace.take(.campaign, now: start) == nil }
        #expect(campaign == 15)
        #expect(pace.take(.staff, now: start) == nil)
    }

    @Test func `slows down when asked, says why, and recovers by success`() {
        var pace = Pace(rate: 60, burst: 1, now: start)
        pace.slowDown("429", for: .seconds(10), now: start)
        #expect(pace.reason == "429")
        #expect(pace.take(.staff, now: start) == .seconds(10))
        #expect(pace.take(.staff, now: start + .seconds(10)) == nil)
        #expect(pace.take(.staff, now: start + .seconds(11)) == .seconds(1), "half the speed")
        for _ in 0..<20 { pace.speedUp() }
        #expect(pace.share == 1)
        #expect(pace.reason == nil)
    }

    @Test func `is never slower than a sixteenth`() {
        var pace = Pace(rate: 60, burst: 1, now: start)
        for _ in 0..<20 { pace.slowDown("429", for: .zero, now: start) }
        #expect(pace.share == 1.0 / 16)
    }

    @Test func `goes on when the clock is set back, and waits no longer than was meant`() {
        var pace = Pace(rate: 1, burst: 1, now: start)
        #expect(pace.take(.staff, now: start) == nil)
        let back = start - .seconds(3600)
        #expect(pace.take(.staff, now: back) != nil)
        #expect(pace.take(.staff, now: back + .seconds(61)) == nil)
        pace.slowDown("429", for: .seconds(10), now: start)
        #expect(pace.take(.staff, now: start + .seconds(4)) == .seconds(6))
        #expect(pace.take(.staff, now: back) == .seconds(6))
        #expect(pace.take(.staff, now: back + .seconds(6)) == nil)
    }

    @Test func `gives an unused token back`() {
        var pace = Pace(rate: 1, burst: 1, now: start)
        #expect(pace.take(.staff, now: start) == nil)
        pace.giveBack()
        #expect(pace.take(.staff, now: start) == nil)
    }
}
