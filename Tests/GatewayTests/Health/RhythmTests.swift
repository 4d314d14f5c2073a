import Contracts
import Runtime
import Testing

@testable import gateway

struct RhythmTests {
    private func moment(hour: Int64, minute: Int64 = 0) -> Timestamp {
        Timestamp(milliseconds: (hour * 60 + minute) * 60_000)
    }

    @Test func `an hour is expected to be like the same hour on the days before`() {
        // A week of 60 events an hour by day, from 8 to 20, and none at night.
        var events: [Int64: Int] = [:]
        for hour in 0..<Int64(7 * 24) where (8..<20).contains(hour % 24) { events[hour] = 60 }
        let rhythm = Rhythm(events)
        let today: Int64 = 7 * 24
        #expect(rhythm.expected(from: moment(hour: today + 10), to: moment(hour: today + 10, minute: 10)) == 10)
        #expect(rhythm.expected(from: moment(hour: today + 1), to: moment(hour: today + 7)) == 0)
        #expect(
            rhythm.expected(from: moment(hour: today + 7, minute: 30), to: moment(hour: today + 8, minute: 30)) == 30
        )
    }

    @Test func `a new number is judged by what is known of it, and nobody by nothing`() {
        #expect(Rhythm([:]).expected(from: moment(hour: 1), to: moment(hour: 50)) == 0)
        let rhythm = Rhythm([100: 40, 101: 20])
        #expect(rhythm.expected(from: moment(hour: 102), to: moment(hour: 102, minute: 30)) == 15)
        #expect(rhythm.expected(from: moment(hour: 103), to: moment(hour: 102)) == 0)
    }

    @Test func `restarts come ever more rarely`() {
        let waits = (0...6).map { RestartBudget.wait(after: $0).components.seconds }
        #expect(waits == [0, 60, 120, 300, 900, 3600, 3600])
    }
}
