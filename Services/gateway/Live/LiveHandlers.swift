import Contracts
import HTTPServer
import WebSocket

/// The feed over a WebSocket and as an event stream.
///
/// The first frame is `hello` with the newest cursor, unless the client names one to go on from: then all that followed
/// it comes, or `resync` when the feed no longer reaches that far back: what the client holds is to be loaded again.
/// `presence.changed` is fleeting: it has no cursor, comes to those who are connected just then, and never again.
/// What the client sends is ignored. The connection ends with 1008 when the caller is signed out, after a `resync` and
/// with 1001 when they may see other things now, and with 1013 when they read too slowly: they come back then and miss
/// nothing.
struct LiveHandlers: Sendable {
    let feed: LiveFeed
    let watch: ConnectionWatch

    /// Sends what there is and waits until there is room for more; nil shows only that the connection lives.
    private typealias Send = @Sendable (LiveContent?) async throws -> Void

    static let limits = {
        var limits = WebSocketLimits()
        limits.longestMessage = 4096
        limits.incoming = 0
        limits.room = 24 * 1024
        limits.kernelBuffer = 128 * 1024
        return limits
    }()

    /// `GET /api/live`.
    func live(_ socket: WebSocketConnection, _ request: HTTPRequest, _ caller: Caller) async throws {
        let cursor: FeedCursor?
        do {
            cursor = try Self.cursor(request)
        } catch {
            return socket.close(.policyViolation, error.detail)
        }
        let ending = try await serve(caller, from: cursor, as: .webSocket) { content in
            guard let content else { return }
            // A client that reads slowly is waited for here, and reads on from the store.
            await socket.room()
            guard socket.send(content.frames) else { throw CancellationError() }
        }
        switch ending {
        case .signedOut: socket.close(.policyViolation, "signed out")
        case .changed: socket.close(.goingAway, "your rights have changed; connect again")
        case nil: socket.close(.goingAway)
        }
    }

    /// `GET /api/live/events`: the same as `text/event-stream`, with a comment where nothing happens.
    func events(_ request: HTTPRequest, _: PathParameters, _ caller: Caller) async throws -> HTTPResponse {
        let cursor = try Self.cursor(request)
        let headers = [
            (name: "Content-Type", value: "text/event-stream"), (name: "Cache-Control", value: "no-store"),
            (name: "X-Accel-Buffering", value: "no"),
        ]
        let body = HTTPResponse.Body.events { writer in
            _ = try await serve(caller, from: cursor, as: .eventStream) { content in
                try await writer.write(content?.events ?? Array(":\n\n".utf8))
            }
        }
        return HTTPResponse(200, headers: headers, body: body)
    }

    /// Where the client wants to go on from; nil for one that begins.
    /// - Throws: 422 `invalid`.
    private static func cursor(_ request: HTTPRequest) throws(Problem) -> FeedCursor? {
        let named = request.header("Last-Event-ID") ?? request.query.first { $0.name == "after" }?.value
        guard let named else { return nil }
        guard let cursor = FeedCursor(named) else {
            throw .invalid([FieldProblem("after", "is not a cursor of this feed")])
        }
        return cursor
    }

    /// Sends a client what it may see, until it is gone or has to go.
    private func serve(
        _ caller: Caller,
        from cursor: FeedCursor?,
        as form: LiveForm,
        _ send: @escaping Send
    ) async throws -> ConnectionWatch.Ending? {
        let listener = try await feed.listen(caller.workspace)
        defer { feed.leave(listener) }
        let (guest, endings) = watch.attend(caller)
        defer { watch.leave(guest) }
        let ending = try await withThrowingTaskGroup(of: ConnectionWatch.Ending?.self) { group in
            group.addTask { await endings.first { _ in true } }
            group.addTask {
                try await follow(listener, LiveView(caller), from: cursor, as: form, send)
                return nil
            }
            defer { group.cancelAll() }
            return try await group.next() ?? nil
        }
        if ending == .changed { try await send(LiveContent(form, .notice("resync", at: feed.head(for: listener)))) }
        return ending
    }

    private func follow(
        _ listener: LiveListener,
        _ view: LiveView,
        from cursor: FeedCursor?,
        as form: LiveForm,
        _ send: Send
    ) async throws {
        var position = cursor?.sequence ?? listener.head
        var shown = feed.fleeting.head
        if cursor == nil { try await send(LiveContent(form, .notice("hello", at: position))) }
        var ticks = listener.ticks.makeAsyncIterator()
        var sent = ContinuousClock.now
        while !Task.isCancelled {
            guard let page = try await feed.page(after: position, for: listener, view, as: form) else {
                position = feed.head(for: listener)
                try await send(LiveContent(form, .notice("resync", at: position)))
                continue
            }
            position = page.end
            if !page.content.isEmpty {
                try await send(page.content)
                sent = .now
            }
            guard page.isEmpty else { continue }
            let fleeting = feed.fleeting.content(after: shown, view, as: form)
            shown = fleeting.end
            if let content = fleeting.content {
                try await send(content)
                sent = .now
            }
            guard await ticks.next() != nil else { return }
            guard .now - sent >= LiveFeed.beat else { continue }
            try await send(nil)
            sent = .now
        }
    }
}
