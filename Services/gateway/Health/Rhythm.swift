import Contracts

/// How much usually comes of a number, by the hours of its last week: how much should have come in a silence.
struct Rhythm: Sendable {
    /// Hours that are looked back on.
    static let reach: Int64 = 7 * 24
    private static let length: Int64 = 3_600_000

    private let events: [Int64: Int]
    /// The oldest hour that is known.
    private let first: Int64?

    /// - Parameter events: how many came, by hours since 1970.
    init(_ events: [Int64: Int]) {
        self.events = events
        first = events.keys.min()
    }

    /// Hours since 1970.
    static func hour(of moment: Timestamp) -> Int64 { moment.milliseconds / length }

    /// How many events a stretch of time should have had; 0 while nothing is known. Longer than the reach counts as that.
    func expected(from start: Timestamp, to end: Timestamp) -> Double {
        guard let first, start < end else { return 0 }
        let last = Self.hour(of: end)
        var sum = 0.0
        for hour in max(Self.hour(of: start), last - Self.reach)...last {
            let begin = max(start.milliseconds, hour * Self.length)
            let until = min(end.milliseconds, (hour + 1) * Self.length)
            sum += mean(hour, first) * Double(until - begin) / Double(Self.length)
        }
        return sum
    }

    /// What an hour usually has: as the same hour on the days before, or on the whole while there are none.
    private func mean(_ hour: Int64, _ first: Int64) -> Double {
        let before = (1...7).map { hour - 24 * $0 }.filter { $0 >= first }
        guard before.isEmpty else {
            return Double(before.reduce(0) { $0 + (events[$1] ?? 0) }) / Double(before.count)
        }
        return Double(events.values.reduce(0, +)) / Double(max(1, hour - first))
    }
}
