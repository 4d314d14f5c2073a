import Contracts
import HTTPServer
import WebSocket

/// The feed over a WebSocket and as an event stream.
///
/// The first frame is `hello` with the newest cursor, unless the client names one to go on from: then all that followed
/// it comes, or `resync` when the feed no longer reaches that far back, or the cursor is of another feed or of one who may
/// see other things: what the client holds is to be loaded again.
/// `presence.changed` and `session.code` are fleeting: they have no cursor, come to those who are connected just then, and
/// never again.
/// What the client sends is ignored. The connection ends with 1008 when the caller is signed out, with 1001 when they may
/// see other things now, to be told `resync` as they come back, and with 1013 when they read too slowly: they come back
/// then and miss nothing.
struct LiveHandlers: Sendable {
    let feed: LiveFeed
    let watch: ConnectionWatch

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
        let ending = try await serve(caller) { listener in
            try await LiveReading(feed: feed, listener: listener, form: .webSocket).join(socket, from: cursor)
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
            do {
                _ = try await serve(caller) { listener in
                    let reading = LiveReading(feed: feed, listener: listener, form: .eventStream)
                    try await reading.follow(writer, from: cursor)
                }
            } catch is LiveReading.LetGo {}
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

    /// Lets a client read until it has to go.
    /// - Parameter read: may return while the client is sent what comes without it.
    private func serve(
        _ caller: Caller,
        _ read: @escaping @Sendable (LiveListener) async throws -> Void
    ) async throws -> ConnectionWatch.Ending? {
        let listener = try await feed.listen(LiveView(caller))
        defer { feed.leave(listener) }
        let (guest, endings) = watch.attend(caller)
        defer { watch.leave(guest) }
        return try await withThrowingTaskGroup(of: ConnectionWatch.Ending?.self) { group in
            group.addTask { await endings.first { _ in true } }
            group.addTask {
                try await read(listener)
                return nil
            }
            defer { group.cancelAll() }
            while let ended = try await group.next() {
                if let ended { return ended }
            }
            return nil
        }
    }
}
