import Contracts

/// How fast one number may send: a bucket of tokens that fills at a rate, and slower for a while after the provider has
/// asked for it (ruling 21).
struct Pace: Hashable, Sendable {
    /// Messages per minute, 1 or more.
    let rate: Int
    /// The most that may go at once after a quiet spell, 1 or more.
    let burst: Int
    /// What is kept back for people when campaigns ask.
    private var reserve: Double { Double(burst) / 4 }

    private var tokens: Double
    private var filledAt: Timestamp
    private var pausedUntil: Timestamp?
    /// The share of the rate that is in use, 1/16 to 1.
    private(set) var share = 1.0
    /// Why it is slower than its rate; nil when it is not.
    private(set) var reason: String?

    init(rate: Int, burst: Int, now: Timestamp) {
        self.rate = rate
        self.burst = burst
        tokens = Double(burst)
        filledAt = now
    }

    /// Takes a token.
    /// - Returns: nil when it may go, else how long to wait before asking again.
    mutating func take(_ priority: SendPriority, now: Timestamp) -> Duration? {
        fill(now)
        if let pausedUntil, now < pausedUntil { return pausedUntil - now }
        let needed = priority == .campaign ? 1 + reserve.rounded(.down) : 1
        guard tokens < needed else {
            tokens -= 1
            return nil
        }
        let missing = (needed - tokens) / (perMillisecond * share)
        return .milliseconds(Int64((missing - 1e-6).rounded(.up)))
    }

    /// Gives a token back that was not used.
    mutating func giveBack() {
        tokens = min(tokens + 1, Double(burst))
    }

    /// The provider asks to slow down: nothing for a while, then at half the speed.
    mutating func slowDown(_ why: String, for wait: Duration, now: Timestamp) {
        fill(now)
        share = max(share / 2, 1.0 / 16)
        reason = why
        pausedUntil = max(pausedUntil ?? now, now + wait)
    }

    /// The provider took one: a little faster again.
    mutating func speedUp() {
        share = min(share * 1.05, 1)
        if share == 1 { reason = nil }
    }

    private var perMillisecond: Double { Double(rate) / 60_000 }

    private mutating func fill(_ now: Timestamp) {
        guard now >= filledAt else {
            // The clock was set back: what is left of a pause stays as long as it was.
            pausedUntil = pausedUntil.map { $0 - (filledAt - now) }
            filledAt = now
            return
        }
        let elapsed = Double((now - filledAt).milliseconds)
        tokens = min(tokens + elapsed * perMillisecond * share, Double(burst))
        filledAt = now
    }
}
