/// The newest frames of one lane. Sequences have no gaps, so that a place in the feed is an index.
struct LiveFrames: Sendable {
    /// How many are kept: a client that lags further behind reads from the store.
    static let limit = 4096

    private var frames: [LiveFrame] = []
    /// The sequence of the newest; 0 before the first.
    private(set) var head: Int64

    /// - Parameter head: everything up to it is in the store only.
    init(head: Int64) {
        self.head = head
    }

    /// - Returns: false for one that does not follow.
    mutating func append(_ frame: LiveFrame) -> Bool {
        guard frame.sequence == head + 1 else { return false }
        frames.append(frame)
        head += 1
        // Trimmed now and then rather than each time, as every trim moves all that stays.
        if frames.count >= 2 * Self.limit { frames.removeFirst(Self.limit) }
        return true
    }

    /// The frames that follow a place; nil for one of which the store alone knows: it is too far back, or further than was
    /// read here.
    func after(_ sequence: Int64) -> ArraySlice<LiveFrame>? {
        let behind = head - sequence
        guard (0...frames.count).contains(Int(behind)) else { return nil }
        return frames.suffix(Int(behind))
    }
}
