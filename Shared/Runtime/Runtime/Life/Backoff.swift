/// How long to wait before the next attempt: doubled each time, up to a limit, and spread at random so that many who
/// failed together do not come back together.
package struct Backoff: Sendable {
    package let base: Duration
    package let limit: Duration
    /// How many attempts have failed since the start or the last ``reset()``.
    package private(set) var failures = 0
    private let random: @Sendable () -> Double

    /// - Parameter random: 0 up to 1.
    package init(
        base: Duration = .milliseconds(100),
        limit: Duration = .seconds(30),
        random: @escaping @Sendable () -> Double = { .random(in: 0..<1) }
    ) {
        self.base = base
        self.limit = limit
        self.random = random
    }

    /// Counts a failure and tells the wait: half of the full one at least.
    package mutating func next() -> Duration {
        failures += 1
        return delay(after: failures)
    }

    package mutating func reset() {
        failures = 0
    }

    /// - Parameter failures: 1 or more.
    package func delay(after failures: Int) -> Duration {
        let doublings = min(max(failures, 1) - 1, 40)
        let full = min(base * Double(1 << doublings), limit)
        return full * (0.5 + random() / 2)
    }
}
