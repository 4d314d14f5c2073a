import Bus
import Contracts
import HTTPClient
import HTTPServer
import JSON
import Runtime
import Store
import TestPeers
import Testing

@testable import gateway

/// An office whose feed is served over HTTP.
struct LiveOffice: Sendable {
    let office: Office
    let feed: LiveFeed
    let port: Int
    private let http = HTTPClient()

    /// Runs a test while the feed is served.
    static func run(_ store: any Store, _ test: @escaping @Sendable (LiveOffice) async throws -> Void) async throws {
        let office = try await Office(store)
        let feed = LiveFeed(store: store, outbox: office.outbox, logger: .silent)
        let watch = ConnectionWatch(
            signIns: office.signIns,
            clock: office.clock.clock,
            logger: .silent,
            nudge: office.nudge
        )
        var router = Router<Access, Caller>(title: "Test", version: "1") { request, access in
            guard let token = SignInToken.read(from: request) else { return try access.admit(nil) }
            return try access.admit(try await office.signIns.caller(token: token))
        }
        let live = LiveHandlers(feed: feed, watch: watch)
        router.webSocket("/api/live", .signedIn, "", limits: LiveHandlers.limits, live.live)
        router.raw(.get, "/api/live/events", .signedIn, "", produces: "text/event-stream", live.events)
        let routes = try router.build()
        let server = try HTTPServer(host: "127.0.0.1", port: 0, routes: routes, logger: .silent, metrics: Metrics())
        try await running([feed, watch, server]) {
            let live = LiveOffice(office: office, feed: feed, port: Int(server.port))
            do {
                try await test(live)
            } catch {
                await live.http.shutdown()
                throw error
            }
            await live.http.shutdown()
        }
    }

    private init(office: Office, feed: LiveFeed, port: Int) {
        self.office = office
        self.feed = feed
        self.port = port
    }

    func tell(_ numbers: ClosedRange<Int>) async throws {
        try await feed.tell(numbers.map { ["number": $0] }, in: office.workspace, office.store, office.outbox)
    }

    /// The place behind an item as one who is signed in sees the feed.
    func cursor(_ token: String, after number: Int64) async throws -> String {
        let caller = try #require(try await office.signIns.caller(token: token))
        let origin = try await office.store.read { [outbox = office.outbox] in try outbox.origin(in: $0) }
        return FeedCursor(mark: LiveView(caller).of(origin).mark, sequence: number).text
    }

    /// Follows the feed; the frames end with the connection.
    func follow(_ form: LiveForm, _ token: String, after cursor: String? = nil) async throws -> LiveFrameReader {
        switch form {
        case .webSocket:
            let path = "/api/live" + (cursor.map { "?after=\($0)" } ?? "")
            let headers = [("Authorization", "Bearer \(token)")]
            return LiveFrameReader(try WebSocketClient(port: port, path: path, headers: headers))
        case .eventStream:
            let stream = try await http.stream(events(token, after: cursor))
            try #require(stream.status == 200)
            return LiveFrameReader(stream.body)
        }
    }

    /// What a stream of events that is refused is answered with.
    func status(_ token: String, after cursor: String) async throws -> Int {
        try await http.send(events(token, after: cursor)).head.status
    }

    private func events(_ token: String, after cursor: String?) -> HTTPClientRequest {
        let named = cursor.map { [("Last-Event-ID", $0)] } ?? []
        let headers = [("Authorization", "Bearer \(token)")] + named
        return HTTPClientRequest("GET", "http://127.0.0.1:\(port)/api/live/events", headers: headers)
    }
}

/// What a client of the feed is sent, frame by frame.
struct LiveFrameReader {
    private enum Source {
        case socket(WebSocketClient, AsyncThrowingStream<String, any Error>.AsyncIterator)
        case events(HTTPClientChunks.AsyncIterator, rest: String)
    }

    private var source: Source
    /// Of the last frame that has one.
    private(set) var cursor: String?
    /// What the WebSocket was closed with.
    private(set) var closeCode: Int?

    fileprivate init(_ socket: WebSocketClient) {
        source = .socket(socket, socket.texts.makeAsyncIterator())
    }

    fileprivate init(_ chunks: HTTPClientChunks) {
        source = .events(chunks.makeAsyncIterator(), rest: "")
    }

    /// `hello`, `resync`, or the number of an item; nil once the connection has ended.
    mutating func next() async throws -> String? {
        guard let text = try await text() else { return nil }
        let frame = try JSONDocument(text).root
        cursor = frame["cursor"].string ?? cursor
        return frame["data"]["number"].int.map { "\($0)" } ?? frame["type"].string
    }

    private mutating func text() async throws -> String? {
        switch source {
        case .socket(let socket, var texts):
            defer { source = .socket(socket, texts) }
            do {
                return try await texts.next()
            } catch let closed as ClosedWithCode {
                closeCode = closed.code
                return nil
            }
        case .events(var chunks, var rest):
            defer { source = .events(chunks, rest: rest) }
            while true {
                if let end = rest.firstRange(of: "\n\n") {
                    let event = String(rest[..<end.lowerBound])
                    rest = String(rest[end.upperBound...])
                    // A comment shows that the connection lives.
                    guard let data = event.split(separator: "\ndata: ").dropFirst().first else { continue }
                    return String(data)
                }
                guard let chunk = try await chunks.next() else { return nil }
                rest += String(decoding: chunk, as: UTF8.self)
            }
        }
    }
}
