import Foundation
import JSON
import Store
import Testing

/// Staff work on a conversation, through the gateway.
@Suite(.serialized, .timeLimit(.minutes(5))) struct WorkTests {
    private static let phone = "60123450009"

    @Test func `a conversation is assigned, held, written in, tagged, ended and gone on from`() async throws {
        try await System.run(Setup(.sqlite)) { system in
            try await system.waha.receive(from: Self.phone, ["text": "Is there yoga tonight?", "pushName": "Aida"])
            let api = try await system.signIn()
            let me = try #require(await api.value(api.get("/api/auth/me"))["staff"]["id"].string)
            let id = try #require(await api.conversation(with: Self.phone)["id"].string)
            try await assign(api, id, me)
            try await hold(api, id)
            try await tag(api, id)
            try await search(api, id)
            try await end(system, api, id)
        }
    }

    private func assign(_ api: API, _ id: String, _ me: String) async throws {
        let path = "/api/conversations/\(id)"
        let assigned = try await eventually("the person is known to conversations") {
            let reply = try await api.put("\(path)/assignment", ["staff": me, "version": 1])
            return reply.status == 200 ? reply.json : nil
        }
        #expect(assigned["assignee"]["id"].string == me && assigned["workVersion"].int == 2)
        let history = try await api.value(api.get("\(path)/assignments"))
        #expect(history["items"][0]["staff"]["id"].string == me && history["items"].array.count == 1)
        for (query, count) in [("assignment=me", 1), ("assignment=unassigned", 0), ("contactType=member", 0)] {
            let list = try await api.value(api.get("/api/waha/contacts?\(query)"))
            #expect(list["items"].array.count == count, "\(query)")
        }
    }

    /// While the bot holds it, staff's sends are refused.
    private func hold(_ api: API, _ id: String) async throws {
        func move(_ action: String, _ version: Int, to: String? = nil) async throws -> API.Reply {
            var fields: API.Fields = ["action": action, "version": version]
            fields["to"] = to
            return try await api.post("/api/conversations/\(id)/control", fields)
        }
        let taken = try await api.value(move("take", 2))
        #expect(taken["control"]["holder"].string == "staff" && taken["workVersion"].int == 3)
        let late = try await move("take", 2)
        #expect(late.status == 409 && late.code == "conflict" && late.json["changedAt"].string != nil)
        #expect(late.json["changedBy"].string == taken["control"]["staff"]["name"].string)
        _ = try await api.value(move("transfer", 3, to: "bot"))
        let refused = try await api.sendText("Yes", to: Self.phone)
        #expect(refused.status == 423 && refused.code == "held" && refused.json["changedBy"].string == "bot")
        _ = try await api.value(move("take", 4))
        #expect(try await api.sendText("Yes, at seven", to: Self.phone).status == 200)
    }

    private func tag(_ api: API, _ id: String) async throws {
        let tag = try #require(await api.value(api.post("/api/tags", ["name": "VIP", "color": "red"]))["id"].string)
        _ = try await api.value(api.put("/api/conversations/\(id)/tags/\(tag)"))
        #expect(try await api.value(api.get("/api/tags/\(tag)"))["conversations"].int == 1)
        #expect(try await api.value(api.get("/api/waha/contacts?tag=\(tag)&type=personal"))["items"].array.count == 1)
        let refused = try await api.send("DELETE", "/api/tags/\(tag)")
        #expect(refused.status == 409 && refused.code == "tag_in_use")
        let deleted = try await api.value(api.send("DELETE", "/api/tags/\(tag)?expected=1"))
        #expect(deleted["conversations"].int == 1)
    }

    private func search(_ api: API, _ id: String) async throws {
        let found = try await eventually("the messages are found by their words") {
            let page = try await api.value(api.get("/api/messages/search?q=yoga%20ton"))
            return page["items"].array.first
        }
        #expect(found["snippet"].string == "Is there yoga tonight?" && found["conversation"]["id"].string == id)
    }

    private func end(_ system: System, _ api: API, _ id: String) async throws {
        let ended = try await api.value(api.post("/api/conversations/\(id)/end"))
        #expect(ended["status"].string == "ended" && ended["unreadCount"].int == 0)
        let list = try await api.value(api.get("/api/waha/contacts"))
        #expect(list["items"].array.isEmpty && list["totals"]["conversations"].int == 0)
        try await system.waha.receive(from: Self.phone, ["text": "One more thing", "pushName": "Aida"])
        let next = try #require(await api.conversation(with: Self.phone)["id"].string)
        #expect(next != id)
        let history = try await api.value(api.get("/api/conversations/\(next)/history"))
        #expect(history["items"].array.map { $0["id"].string } == [next, id])
        #expect(try await api.value(api.get("/api/waha/contacts?status=ended"))["items"][0]["id"].string == id)
    }
}
