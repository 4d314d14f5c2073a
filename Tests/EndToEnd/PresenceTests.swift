import Foundation
import HTTPClient
import JSON
import TestPeers
import Testing

/// Who types, as browsers see it while they look at a conversation.
@Suite(.serialized, .timeLimit(.minutes(2))) struct PresenceTests {
    private static let aida = "60123450041"

    @Test func `a customer and a colleague type, and whoever looks at the conversation sees it, once`() async throws {
        try await System.run { system in
            let admin = try await system.signIn()
            try await system.waha.receive(from: Self.aida, ["text": "Hello"])
            let id = try #require(try await admin.conversation(with: Self.aida)["id"].string)
            #expect(try await system.waha.present(Self.aida, "typing") == false, "nobody looks")
            let watched = try await admin.value(admin.post("/api/conversations/\(id)/presence/watch"))
            #expect(watched["subscribed"].bool == true && watched["conversationId"].string == id)
            try await system.reading(admin) { socket, events in
                // By the phone, and by the hidden id that WhatsApp may use at any time.
                #expect(try await system.waha.present(Self.aida, "typing") == true)
                let typing = try await socket.next("typing")
                #expect(typing["data"]["conversationId"].string == id && !typing["cursor"].exists)
                #expect(typing["data"]["phoneNumber"].string == "+\(Self.aida)")
                #expect(try await system.waha.present(Self.aida, "recording", ["addressing": "lid"]) == true)
                #expect(try await socket.next("recording")["data"]["chatId"].string == "\(Self.aida)@c.us")
                _ = try await admin.post("/api/conversations/\(id)/typing", ["state": "start"])
                let colleague = try await socket.next("typing")
                #expect(colleague["data"]["staff"]["name"].string != nil && !colleague["data"]["chatId"].exists)
                for state in ["typing", "recording", "typing"] { _ = try await events.next(state) }
                // However often it changes, it is told a few times a second, and how it ends is not missed.
                for number in 1...100 {
                    _ = try await system.waha.present(Self.aida, number.isMultiple(of: 2) ? "typing" : "recording")
                }
                _ = try await system.waha.present(Self.aida, "paused")
                let frames = try await socket.count(until: "paused")
                #expect((1...20).contains(frames), "\(frames) frames")
            }
            // It has left nothing: neither for who comes later nor in the log of what was changed.
            let again = try await admin.value(admin.post("/api/conversations/\(id)/presence/watch"))
            #expect(again["presences"].array.count == 2, "what is still going on is told")
            let log = try await admin.value(admin.get("/api/activity?limit=100"))["items"].array
            #expect(!log.contains { $0["action"].string?.contains("presence") == true })
            #expect(try await admin.post("/api/conversations/none/presence/watch").status == 404)
        }
    }

    @Test func `what we show is asked of WhatsApp in the chat, and nothing else is`() async throws {
        try await System.run { system in
            let admin = try await system.signIn()
            try await system.waha.receive(from: Self.aida, ["text": "Hello"])
            let id = try #require(try await admin.conversation(with: Self.aida)["id"].string)
            let (typing, presence) = ("/api/conversations/\(id)/typing", "/api/conversations/\(id)/presence")
            for state in ["start", "stop"] {
                #expect(try await admin.post(typing, ["state": state]).status == 204)
            }
            for state in ["recording", "paused", "typing", "online", "offline"] {
                #expect(try await admin.post(presence, ["presence": state]).status == 204)
            }
            let all = ["typing", "paused", "recording", "paused", "typing", "online", "offline"]
            let asked = try await system.waha.shown()
            #expect(asked.map { $0["presence"].string } == all)
            #expect(asked.allSatisfy { $0["target"].string == "POST /api/default/presence" })
            // The number's own is of no chat.
            let chats = Array(repeating: "\(Self.aida)@c.us", count: 5) + [nil, nil]
            #expect(asked.map { $0["chatId"].string } == chats)
            try await isRefused(system, admin, id)
            #expect(try await system.waha.shown().count == all.count)
        }
    }

    /// What cannot be shown, to whom may not, or by a session that does not work.
    private func isRefused(_ system: System, _ admin: API, _ id: String) async throws {
        let (typing, presence) = ("/api/conversations/\(id)/typing", "/api/conversations/\(id)/presence")
        let wrong: [(String, API.Fields, String)] = [
            (typing, [:], "state"), (typing, ["state": "dance"], "state"), (typing, ["state": 1], "state"),
            (presence, [:], "presence"), (presence, ["presence": "asleep"], "presence"),
        ]
        for (path, fields, field) in wrong {
            let reply = try await admin.post(path, fields)
            #expect(reply.status == 422 && Set(reply.fields) == [field], "\(path) \(fields)")
        }
        for path in ["typing", "presence"] {
            let fields: API.Fields = ["state": "start", "presence": "typing"]
            #expect(try await admin.post("/api/conversations/none/\(path)", fields).status == 404)
        }
        let fields: API.Fields = [
            "email": "vera@mynah.test", "name": "Vera", "role": "viewer", "password": "a long password",
        ]
        _ = try await admin.value(admin.post("/api/staff", fields))
        let viewer = try await system.api.signedIn("vera@mynah.test", "a long password")
        #expect(try await viewer.post(typing, ["state": "start"]).status == 403)
        #expect(try await viewer.post(presence, ["presence": "online"]).status == 403)
        try await system.waha.setState("SCAN_QR_CODE")
        _ = try await eventually("the gateway knows that the session does not work") {
            try await admin.post(typing, ["state": "start"]).code == "session_not_working" ? true : nil
        }
        #expect(try await admin.post(presence, ["presence": "online"]).code == "session_not_working")
    }
}

extension WAHAControl {
    /// What it was asked to show of us, in order.
    fileprivate func shown() async throws -> [JSONValue] {
        try await api.value(api.get("/simulator/presence"))["asked"].array
    }

    /// - Returns: whether it was told.
    fileprivate func present(_ phone: String, _ presence: String, _ more: API.Fields = [:]) async throws -> Bool? {
        let fields = more.merging(["from": phone, "presence": presence]) { $1 }
        return try await api.value(api.post("/simulator/presence", fields))["told"].bool
    }
}

/// What a browser reads of presence, frame by frame.
private struct PresenceReader {
    private var frames: AsyncThrowingStream<String, any Error>.AsyncIterator

    /// - Parameter frames: the first is `hello`.
    init(_ frames: AsyncThrowingStream<String, any Error>) async throws {
        self.frames = frames.makeAsyncIterator()
        guard try await self.frames.next()?.contains(#""hello""#) == true else { throw Unfit("no hello") }
    }

    /// The next of a state; what is not about presence is passed over.
    mutating func next(_ state: String) async throws -> JSONValue {
        while let text = try await frames.next() {
            let frame = try JSONDocument(text).root
            guard frame["type"].string == "presence.changed" else { continue }
            guard frame["data"]["state"].string == state else { throw Unfit("not \(state): \(text)") }
            return frame
        }
        throw Unfit("the feed has ended")
    }

    /// How many frames about presence come until one of a state, with it.
    mutating func count(until state: String) async throws -> Int {
        var count = 0
        while let text = try await frames.next() {
            let frame = try JSONDocument(text).root
            guard frame["type"].string == "presence.changed" else { continue }
            count += 1
            if frame["data"]["state"].string == state { return count }
        }
        throw Unfit("the feed has ended")
    }
}

extension System {
    /// Runs a test while somebody reads the feed over a WebSocket and somebody as a stream of events.
    fileprivate func reading(
        _ api: API,
        _ test: (inout PresenceReader, inout PresenceReader) async throws -> Void
    ) async throws {
        let headers = [("Authorization", "Bearer \(api.token ?? "")")]
        let socket = try WebSocketClient(port: httpPort, path: "/api/live", headers: headers)
        defer { socket.cut() }
        let request = HTTPClientRequest("GET", api.url + "/api/live/events", headers: headers, timeout: .seconds(60))
        let stream = try await api.client.stream(request)
        let (lines, line) = AsyncThrowingStream<String, any Error>.makeStream()
        let reading = Task {
            var rest = ""
            for try await chunk in stream.body {
                var events = (rest + String(decoding: chunk, as: UTF8.self)).components(separatedBy: "\n\n")
                rest = events.removeLast()
                for event in events {
                    if let data = event.components(separatedBy: "data: ").dropFirst().first { line.yield(data) }
                }
            }
            line.finish()
        }
        defer { reading.cancel() }
        var (first, second) = (try await PresenceReader(socket.texts), try await PresenceReader(lines))
        try await test(&first, &second)
    }
}
