import Contracts

/// How often a session that does not do its work is restarted: soon at first, then ever more rarely, and five times in an
/// hour at most.
/// - Source: the WAHA fact sheet, 11.3: 1, 2, 5, 15 minutes, and so many per hour.
enum RestartBudget {
    /// A session that is well for this long starts anew.
    static let forgiveness = Duration.seconds(3600)

    private static let waits: [Duration] = [
        .zero, .seconds(60), .seconds(120), .seconds(300), .seconds(900), .seconds(3600),
    ]

    /// - Parameter restarts: how many there were.
    static func wait(after restarts: Int) -> Duration {
        waits[min(max(restarts, 0), waits.count - 1)]
    }
}
