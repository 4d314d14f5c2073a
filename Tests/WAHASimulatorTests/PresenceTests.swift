import Testing

@testable import waha_simulator

@Suite(.timeLimit(.minutes(1))) struct PresenceTests {
    private func present(_ waha: RunningSimulator, _ presence: String, _ more: Body = [:]) async throws -> Bool? {
        let body = Body.object([
            Body.Member(key: "from", value: "60123456701"), Body.Member(key: "presence", value: .text(presence)),
        ])
        return try await waha.call("POST", "/simulator/presence", body.merging(more)).body["told"].flag
    }

    @Test func `it is told once the chat is subscribed to, until the connection ends`() async throws {
        let receiver = try Receiver { _ in 200 }
        try await withServices([receiver.server]) {
            try await withSimulator(to: receiver, events: ["presence.update"]) { waha in
                #expect(try await present(waha, "typing") == false)
                let path = "/api/default/presence/60123456701%40c.us"
                #expect(try await waha.call("POST", path + "/subscribe").status == 201)
                #expect(try await present(waha, "paused") == true)
                #expect(try await present(waha, "typing", ["addressing": "lid"]) == true)
                #expect(try await present(waha, "typing", ["group": "120363"]) == false)
                let shown = try await waha.call("GET", path).body
                #expect(shown["presences"].items.first?["lastKnownPresence"].string == "paused")
                _ = try await waha.call("POST", "/simulator/sessions/default/state", ["state": "FLAP"])
                _ = try await waha.wait("/simulator") { $0["sessions"].items[0]["status"].string == "WORKING" }
                #expect(try await present(waha, "typing") == false)
                _ = try await waha.wait("/simulator/webhooks") { $0["pending"].int == 0 }
                let told = receiver.all.compactMap { try? Body(parsing: $0.bytes) }
                    .filter { $0["event"].string == "presence.update" }
                #expect(told.count == 3, "the first was known when it was subscribed to")
                let words = told.map { $0["payload"]["presences"].items.first?["lastKnownPresence"].string }
                // Each comes on a connection of its own, and one may overtake another.
                #expect(words.compactMap { $0 }.sorted() == ["paused", "typing", "typing"])
                let hidden = told.filter { $0["payload"]["id"].string?.hasSuffix("@lid") == true }
                #expect(hidden.count == 1)
            }
        }
    }

    @Test func `what a session was asked to show is remembered, however it was asked`() async throws {
        try await withSimulator { waha in
            let chat: Body = ["chatId": "60123456701@c.us", "session": "default"]
            _ = try await waha.call("POST", "/api/startTyping", chat)
            _ = try await waha.call("POST", "/api/stopTyping", chat)
            _ = try await waha.call("POST", "/api/default/presence", chat.merging(["presence": "recording"]))
            _ = try await waha.call("POST", "/api/default/presence", ["presence": "online"])
            #expect(try await waha.call("POST", "/api/default/presence", ["presence": "asleep"]).status == 400)
            let asked = try await waha.call("GET", "/simulator/presence").body["asked"].items
            #expect(asked.map { $0["presence"].string } == ["typing", "paused", "recording", "online"])
            #expect(asked.map { $0["chatId"].string } == Array(repeating: "60123456701@c.us", count: 3) + [nil])
        }
    }

    @Test func `WEBJS tells it when its settings ask for it`() async throws {
        try await withSimulator({ $0.engine = .webjs }) { waha in
            let subscribe = "/api/default/presence/60123456701%40c.us/subscribe"
            _ = try await waha.call("POST", subscribe)
            #expect(try await present(waha, "typing") == false)
            let config: Body = ["config": ["webjs": ["tagsEventsOn": true]]]
            _ = try await waha.call("PUT", "/simulator/sessions/default", config)
            #expect(try await present(waha, "typing") == true)
        }
    }
}
