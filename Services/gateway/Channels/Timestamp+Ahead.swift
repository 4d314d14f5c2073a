import Contracts

extension Timestamp {
    /// How far the clocks of two instances may be apart.
    static let clockSlack = Duration.seconds(5)

    /// Whether it is yet to come: what was written down at such a moment was so by a clock that was ahead, which may
    /// have been set back by hours since. Nothing is measured from it.
    func isAhead(of now: Timestamp) -> Bool {
        self > now + Self.clockSlack
    }
}
