import Contracts

/// A stretch of the feed as one client is sent it.
struct LivePage: Sendable {
    /// Nothing in it when nothing of the stretch is to be seen.
    let content: LiveContent
    /// Where the next page begins.
    let end: Int64
    /// Whether the lane had anything, of whatever workspace and for whomever.
    let isEmpty: Bool
    /// For whom alone something of the stretch is: their own pages have more in them than those that all share.
    let people: Set<StaffID>

    /// At most this many frames, and no further one behind this many bytes: what a slow client can make wait.
    static let frames = 256
    static let bytes = 24 * 1024

    init(_ frames: ArraySlice<LiveFrame>, after sequence: Int64, _ view: LiveView, as form: LiveForm) {
        var content = LiveContent(form)
        var end = sequence
        var people: Set<StaffID> = []
        for frame in frames.prefix(Self.frames) {
            end = frame.sequence
            if let staff = frame.staff { people.insert(staff) }
            if let text = view.text(of: frame) { content.append(text, view) }
            if content.count >= Self.bytes { break }
        }
        content.trim()
        self.content = content
        self.end = end
        self.people = people
        isEmpty = frames.isEmpty
    }
}

/// Pages kept for the next who asks: many clients follow closely and are sent the same.
struct LivePages: Sendable {
    private struct Key: Hashable {
        let sequence: Int64
        let view: LiveView
        let form: LiveForm
    }

    private static let limit = 256

    private var pages: [Key: LivePage] = [:]

    mutating func clear() {
        pages = [:]
    }

    mutating func page(
        _ frames: ArraySlice<LiveFrame>,
        after sequence: Int64,
        _ view: LiveView,
        as form: LiveForm
    ) -> LivePage {
        let common = common(frames, after: sequence, view.shared, as: form)
        guard let staff = view.staff, common.people.contains(staff) else { return common }
        return LivePage(frames, after: sequence, view, as: form)
    }

    /// Made for the first who asks and kept for the others.
    private mutating func common(
        _ frames: ArraySlice<LiveFrame>,
        after sequence: Int64,
        _ view: LiveView,
        as form: LiveForm
    ) -> LivePage {
        let key = Key(sequence: sequence, view: view, form: form)
        if let page = pages[key] { return page }
        let page = LivePage(frames, after: sequence, view, as: form)
        if pages.count >= Self.limit { pages = [:] }
        pages[key] = page
        return page
    }
}
