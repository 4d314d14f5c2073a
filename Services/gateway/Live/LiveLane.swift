/// What is held of one lane while somebody listens to it.
struct LiveLane: Sendable {
    private struct PageKey: Hashable {
        let sequence: Int64
        let view: LiveView
        let form: LiveForm
    }

    /// Pages kept for the next who asks: as many as there are views that follow closely.
    private static let pageLimit = 256

    private(set) var frames: LiveFrames
    private var pages: [PageKey: LivePage] = [:]
    var listeners: [Int: AsyncStream<Void>.Continuation] = [:]

    /// - Parameter head: everything up to it is in the store only.
    init(head: Int64) {
        frames = LiveFrames(head: head)
    }

    mutating func append(_ new: [LiveFrame]) {
        for frame in new { frames.append(frame) }
        pages = [:]
    }

    /// The page that follows a place; nil when that is too far back to be held here.
    mutating func page(after sequence: Int64, _ view: LiveView, as form: LiveForm) -> LivePage? {
        guard let common = common(after: sequence, view.shared, as: form) else { return nil }
        guard let staff = view.staff, common.people.contains(staff) else { return common }
        return frames.after(sequence).map { LivePage($0, after: sequence, view, as: form) }
    }

    /// Made for the first who asks and kept for the others.
    private mutating func common(after sequence: Int64, _ view: LiveView, as form: LiveForm) -> LivePage? {
        let key = PageKey(sequence: sequence, view: view, form: form)
        if let page = pages[key] { return page }
        guard let following = frames.after(sequence) else { return nil }
        let page = LivePage(following, after: sequence, view, as: form)
        if pages.count >= Self.pageLimit { pages = [:] }
        pages[key] = page
        return page
    }
}

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

    mutating func append(_ frame: LiveFrame) {
        guard frame.sequence == head + 1 else { return }
        frames.append(frame)
        head = frame.sequence
        // Trimmed now and then rather than each time, as every trim moves all that stays.
        if frames.count >= 2 * Self.limit { frames.removeFirst(Self.limit) }
    }

    /// The frames that follow a place; nil when that is too far back to be held here.
    func after(_ sequence: Int64) -> ArraySlice<LiveFrame>? {
        guard sequence < head else { return [] }
        let behind = head - sequence
        guard behind <= frames.count else { return nil }
        return frames.suffix(Int(behind))
    }
}
