import HTTPServer
import WebSocket

/// One client that reads the feed from a place on, page by page.
struct LiveReading: Sendable {
    let feed: LiveFeed
    let listener: LiveListener
    let form: LiveForm

    /// Sends a socket what there is, and lets it follow its view's log then.
    /// - Parameter cursor: where it goes on from; nil for one that begins.
    /// - Throws: `CancellationError` when the socket is closed.
    func join(_ socket: WebSocketConnection, from cursor: FeedCursor?) async throws {
        func send(_ content: LiveContent) async throws {
            // A client that reads slowly is waited for here, and reads on from the store.
            await socket.room()
            guard socket.send(content.frames) else { throw CancellationError() }
        }
        var position = try await read(from: begin(cursor, send), send)
        var wakes = listener.wakes.makeAsyncIterator()
        while !feed.join(listener, socket, at: position) {
            guard let wake = await wakes.next() else { throw CancellationError() }
            try await show(wake, send)
            position = try await read(from: position, send)
        }
    }

    /// Thrown when the feed does not go on: the client comes back for another one.
    struct LetGo: Error {}

    /// Writes what there is and what comes, and a comment where nothing happens, until cancelled.
    /// - Parameter cursor: where the client goes on from; nil for one that begins.
    func follow(_ writer: ResponseWriter, from cursor: FeedCursor?) async throws {
        var written = ContinuousClock.now
        func send(_ content: LiveContent) async throws {
            try await writer.write(content.events)
            written = .now
        }
        var position = try await read(from: begin(cursor, send), send)
        for await wake in listener.wakes {
            try await show(wake, send)
            position = try await read(from: position, send)
            guard .now - written >= LiveFeed.beat else { continue }
            try await writer.write(Array(":\n\n".utf8))
            written = .now
        }
        throw LetGo()
    }

    private typealias Send = (LiveContent) async throws -> Void

    /// Greets one that begins. One whose cursor is of another feed, or who saw other things of it, begins anew as well.
    /// - Returns: the sequence behind which it goes on.
    private func begin(_ cursor: FeedCursor?, _ send: Send) async throws -> Int64 {
        if let cursor, cursor.mark == listener.view.mark { return cursor.sequence }
        try await tell(cursor == nil ? "hello" : "resync", at: listener.head, send)
        return listener.head
    }

    private func show(_ wake: LiveWake, _ send: Send) async throws {
        if case .fleeting(let text) = wake { try await send(LiveContent(form, text, listener.view)) }
    }

    private func tell(_ notice: String, at sequence: Int64, _ send: Send) async throws {
        try await send(LiveContent(form, .notice(notice, at: sequence), listener.view))
    }

    /// Reads until there is nothing more for now.
    /// - Returns: the sequence behind which it goes on.
    private func read(from start: Int64, _ send: Send) async throws -> Int64 {
        var position = start
        while true {
            try Task.checkCancellation()
            guard let page = try await feed.page(after: position, for: listener, as: form) else {
                position = try await feed.head(for: listener)
                try await tell("resync", at: position, send)
                continue
            }
            if page.isEmpty { return position }
            position = page.end
            if !page.content.isEmpty { try await send(page.content) }
        }
    }
}
