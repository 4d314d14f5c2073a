import Contracts
import WebSocket

/// A stretch of the feed as one view of it is sent.
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
            if let text = view.text(of: frame) { content.append(text) }
            if content.count >= Self.bytes { break }
        }
        content.trim()
        self.content = content
        self.end = end
        self.people = people
        isEmpty = frames.isEmpty
    }
}

/// How the feed is sent.
enum LiveForm: Hashable, Sendable {
    case webSocket
    /// `text/event-stream`.
    case eventStream
}

/// Frames put together for sending: once for all clients that are sent the same.
struct LiveContent: Sendable {
    let form: LiveForm
    /// Filled for WebSockets.
    private(set) var frames = WebSocketFrames()
    /// Filled for event streams.
    private(set) var events: [UInt8] = []

    init(_ form: LiveForm) {
        self.form = form
    }

    init(_ form: LiveForm, _ text: LiveText) {
        self.form = form
        append(text)
    }

    var isEmpty: Bool { count == 0 }

    /// In bytes.
    var count: Int { frames.bytes.count + events.count }

    /// Lets go of the room for more: pages of many clients that lag wait at once.
    mutating func trim() {
        frames.trim()
    }

    mutating func append(_ text: LiveText) {
        switch form {
        case .webSocket: frames.append(text: text.bytes)
        case .eventStream:
            if let cursor = text.cursor { events += "id: \(cursor.text)\n".utf8 }
            events += "event: \(text.type)\ndata: ".utf8
            events += text.bytes
            events += "\n\n".utf8
        }
    }
}
