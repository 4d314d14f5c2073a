import Bus

/// Someone who listens to a workspace's feed.
struct LiveListener: Sendable {
    let id: Int
    let lane: Lane
    let view: LiveView
    /// The newest sequence when listening began.
    let head: Int64
    let wakes: AsyncStream<LiveWake>
}

/// What a listener is woken for.
enum LiveWake: Sendable {
    /// There may be more to read.
    case more
    /// Is to be shown now, or never.
    case fleeting(LiveText)

    /// So many wait for one listener; the oldest go.
    static let limit = 16
}
