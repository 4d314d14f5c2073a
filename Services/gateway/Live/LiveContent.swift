import WebSocket

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

    init(_ form: LiveForm, _ text: LiveText, _ view: LiveView) {
        self.form = form
        append(text, view)
    }

    var isEmpty: Bool { count == 0 }

    /// In bytes.
    var count: Int { frames.bytes.count + events.count }

    /// Lets go of the room for more: pages of many clients that lag wait at once.
    mutating func trim() {
        frames.trim()
    }

    mutating func append(_ text: LiveText, _ view: LiveView) {
        switch form {
        case .webSocket: frames.append(text: text.bytes(in: view))
        case .eventStream:
            if let cursor = text.cursor(in: view) { events += "id: \(cursor.text)\n".utf8 }
            events += "event: \(text.type)\ndata: ".utf8
            events += text.bytes(in: view)
            events += "\n\n".utf8
        }
    }
}
