import Bus
import Contracts

/// One item of the feed as it goes out to browsers; made once for all of them.
struct LiveFrame: Sendable {
    let sequence: Int64
    let workspace: WorkspaceID
    /// `{"cursor":"…","type":"message.added",…}`.
    let text: String

    init(_ event: ToldEvent) {
        sequence = event.sequence
        workspace = event.workspace
        // The payload is an object that is never empty: the cursor goes in front of its first member.
        let cursor = FeedCursor(sequence: event.sequence).text
        text = "{\"cursor\":\"\(cursor)\"," + String(decoding: event.payload.dropFirst(), as: UTF8.self)
    }

    /// A frame about the feed itself: `hello` or `resync`.
    static func notice(_ type: String, at sequence: Int64) -> String {
        "{\"cursor\":\"\(FeedCursor(sequence: sequence).text)\",\"type\":\"\(type)\"}"
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
