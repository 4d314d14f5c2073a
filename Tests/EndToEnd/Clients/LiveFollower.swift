import JSON
import Synchronization
import TestPeers

/// A browser that watches the feed: it reconnects with its cursor whenever the connection ends.
final class LiveFollower: Sendable {
    /// What it has seen so far.
    struct Record: Sendable {
        var cursor: String?
        var frames = 0
        /// Connections that were opened.
        var connections = 0
        /// Times that the feed no longer reached back to the cursor; something may have been missed.
        var resyncs = 0
        /// Times that it was not let in.
        var refusals = 0
        /// The texts of the new messages, in their order.
        var bodies: [String] = []
        /// How often each message was told as new.
        var added: [String: Int] = [:]
        /// The last status that was told of each message.
        var status: [String: String] = [:]
        /// All kinds of frames, counted.
        var types: [String: Int] = [:]
        /// The kinds of the notifications about each conversation, in their order.
        var notices: [String: [String]] = [:]

        mutating func take(_ frame: JSONValue) {
            guard let type = frame["type"].string else { return }
            frames += 1
            types[type, default: 0] += 1
            cursor = frame["cursor"].string ?? cursor
            if type == "resync" { resyncs += 1 }
            let notification = frame["data"]["notification"]
            if let id = notification["conversation"]["id"].string, let kind = notification["kind"].string {
                notices[id, default: []].append(kind)
            }
            let message = frame["data"]["message"]
            guard let id = message["id"].string else { return }
            if type == "message.added" {
                added[id, default: 0] += 1
                bodies += message["body"].string.map { [$0] } ?? []
            }
            status[id] = message["status"].string
        }
    }

    private let port: Int
    private let token: String
    private let state = Mutex(Record())

    init(_ system: System, _ api: API) {
        port = system.httpPort
        token = api.token ?? ""
    }

    var record: Record { state.withLock { $0 } }

    /// Watches until cancelled.
    func run() async {
        while !Task.isCancelled {
            do {
                try await watch()
            } catch is CancellationError {
                return
            } catch let refused as WebSocketClient.Refused where refused.status == 401 {
                state.withLock { $0.refusals += 1 }
            } catch {}
            try? await Task.sleep(for: .milliseconds(50))
        }
    }

    private func watch() async throws {
        let cursor = record.cursor.map { "?after=\(API.escaped($0))" } ?? ""
        let headers = [("Authorization", "Bearer \(token)")]
        let socket = try WebSocketClient(port: port, path: "/api/live\(cursor)", headers: headers)
        try await withTaskCancellationHandler {
            var isFirst = true
            for try await text in socket.texts {
                let frame = try JSONDocument(text).root
                state.withLock { record in
                    if isFirst { record.connections += 1 }
                    record.take(frame)
                }
                isFirst = false
            }
        } onCancel: {
            socket.cut()
        }
    }
}

extension System {
    /// Runs a test while a browser watches the feed; it has seen the first frame when the test begins.
    func watchingLive<Value: Sendable>(
        _ api: API,
        _ test: (LiveFollower) async throws -> Value
    ) async throws -> Value {
        let follower = LiveFollower(self, api)
        let watching = Task { await follower.run() }
        defer { watching.cancel() }
        _ = try await eventually("the feed says hello") { follower.record.cursor }
        return try await test(follower)
    }
}
