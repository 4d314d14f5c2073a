import Contracts
import HTTPServer
import WebSocket

/// `GET /api/live`: the feed over a WebSocket.
///
/// The first frame is `hello` with the newest cursor, unless the client names one to go on from (`?after=`): then all
/// that followed it comes, or `resync` when the feed no longer reaches that far back. What the client sends is ignored.
/// The connection ends with 1008 when the caller is signed out, and with 1001 when they may see other things now.
struct LiveHandlers: Sendable {
    let feed: LiveFeed
    let watch: ConnectionWatch

    func live(_ socket: WebSocketConnection, _ request: HTTPRequest, _ caller: Caller) async throws {
        let after = request.query.first { $0.name == "after" }?.value
        let cursor = after.flatMap(FeedCursor.init)
        guard after == nil || cursor != nil else {
            return socket.close(.policyViolation, "after is not a cursor of this feed")
        }
        let listener = try await feed.listen(caller.workspace)
        defer { feed.leave(listener) }
        let (guest, endings) = watch.attend(caller)
        defer { watch.leave(guest) }
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { for await ending in endings { end(socket, ending) } }
            group.addTask { for await _ in socket.incoming {} }
            group.addTask { try await send(to: socket, listener, from: cursor) }
            try await group.next()
            group.cancelAll()
        }
        socket.close(.goingAway)
    }

    private func end(_ socket: WebSocketConnection, _ ending: ConnectionWatch.Ending) {
        switch ending {
        case .signedOut: socket.close(.policyViolation, "signed out")
        case .changed: socket.close(.goingAway, "your rights have changed; connect again")
        }
    }

    private func send(to socket: WebSocketConnection, _ listener: LiveListener, from cursor: FeedCursor?) async throws {
        var position = cursor?.sequence ?? listener.head
        if cursor == nil { socket.send(LiveFrame.notice("hello", at: position)) }
        var ticks = listener.ticks.makeAsyncIterator()
        while socket.closeCode == nil {
            guard let page = try await feed.page(after: position, for: listener) else {
                position = feed.head(for: listener)
                socket.send(LiveFrame.notice("resync", at: position))
                continue
            }
            for text in page.texts {
                // A client that reads slowly is waited for here, and reads on from the store.
                await socket.room()
                socket.send(text)
            }
            position = page.end
            if page.isEmpty, await ticks.next() == nil { return }
        }
    }
}
