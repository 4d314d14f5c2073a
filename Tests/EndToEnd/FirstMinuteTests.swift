import Crypto
import Foundation
import JSON
import Store
import Testing
import TestSupport

/// A message comes in and a reply goes out, through five processes.
@Suite(.serialized, .timeLimit(.minutes(5))) struct FirstMinuteTests {
    private static let phone = "60123450001"

    @Test(arguments: StoreEngine.underTest)
    func `a customer writes, staff answer, and the answer is read`(engine: StoreEngine) async throws {
        try await System.run(Setup(engine)) { system in
            try await system.waha.receive(from: Self.phone, ["text": "Is there yoga tonight?", "pushName": "Aida"])
            try await system.waha.receive(from: Self.phone, ["text": "And a mat?", "pushName": "Aida"])
            let api = try await system.signIn()
            let conversation = try await list(api)
            try await thread(api, conversation)
            try await system.watchingLive(api) { live in
                let sent = try await answer(api, conversation, live)
                try await ledger(system, sent)
            }
            try await keepsItsKey(system, api, conversation)
        }
    }

    private func list(_ api: API) async throws -> String {
        let found = try await eventually("both messages are there, and who wrote them") {
            let list = try await api.value(api.get("/api/waha/contacts"))
            return list["items"][0]["unreadCount"].int == 2 && list["items"][0]["contact"].isObject ? list : nil
        }
        let item = found["items"][0]
        #expect(item["chatId"].string == "\(Self.phone)@c.us")
        #expect(item["phoneNumber"].string == "+\(Self.phone)")
        #expect(item["name"].string == "Aida")
        #expect(item["isGroup"].bool == false)
        #expect(item["tags"].isArray)
        #expect(item["contact"]["badge"]["label"].string == "Not a Member")
        let last = item["lastMessage"]
        #expect(last["id"].string != nil && last["timestamp"].string != nil)
        #expect(last["direction"].string == "in" && last["type"].string == "text")
        #expect(last["preview"].string == "And a mat?" && last["status"].string == "received")
        #expect(found["totals"]["conversations"].int == 1 && found["totals"]["unread"].int == 2)
        #expect(found["hasMore"].bool == false)
        return try #require(item["id"].string)
    }

    private func thread(_ api: API, _ conversation: String) async throws {
        let page = try await api.value(api.get("/api/conversations/\(conversation)/messages?limit=1"))
        #expect(page["items"][0]["body"].string == "And a mat?" && page["hasMore"].bool == true)
        let messages = try await api.messages(of: conversation)
        #expect(messages.map { $0["body"].string } == ["Is there yoga tonight?", "And a mat?"])
        for message in messages {
            #expect(message["direction"].string == "in" && message["type"].string == "text")
            #expect(message["providerId"].string?.hasPrefix("false_\(Self.phone)@c.us_") == true)
            #expect(message["status"].string == "received" && message["timestamp"].string != nil)
        }
        let read = try await api.value(api.post("/api/conversations/\(conversation)/read"))
        #expect(read["unreadCount"].int == 0)
    }

    /// Sends a text, an image and a file.
    private func answer(_ api: API, _ conversation: String, _ live: LiveFollower) async throws -> [JSONValue] {
        let orders: [API.Fields] = [
            ["type": "text", "text": "Yes, at seven."],
            ["type": "image", "file": Self.file(Self.picture, "image/png", "mat.png"), "caption": "This one"],
            ["type": "file", "file": Self.file(Array("a,b\n1,2\n".utf8), "text/csv", "plan.csv")],
        ]
        var sent: [JSONValue] = []
        for (index, order) in orders.enumerated() {
            let fields = order.merging(["to": Self.phone, "clientRef": "ref-\(index)"]) { $1 }
            let reply = try await api.value(api.post("/api/waha/messages/send", fields))
            #expect(reply["messageId"].string == reply["message"]["id"].string)
            #expect(reply["message"]["clientRef"].string == "ref-\(index)")
            #expect(reply["message"]["direction"].string == "out")
            let again = try await api.value(api.post("/api/waha/messages/send", fields))
            #expect(again["messageId"].string == reply["messageId"].string)
            sent.append(reply)
        }
        for reply in sent {
            let id = try #require(reply["messageId"].string)
            let message = try await api.message(id, of: conversation) { $0["status"].string == "read" }
            #expect(message["providerId"].string?.hasPrefix("true_\(Self.phone)@c.us_") == true)
            _ = try await eventually("the browser sees that \(id) is read") {
                live.record.status[id] == "read" ? true : nil
            }
            #expect(live.record.added[id] == 1)
        }
        return sent
    }

    private func ledger(_ system: System, _ sent: [JSONValue]) async throws {
        let ledger = try await system.waha.sent()
        #expect(ledger["items"].array.map { $0["kind"].string } == ["text", "image", "document"])
        #expect(ledger["items"].array.map { $0["text"].string }.prefix(2) == ["Yes, at seven.", "This one"])
        #expect(ledger["requests"].int == sent.count)
    }

    /// WAHA's key is in no answer, no log and no metric.
    private func keepsItsKey(_ system: System, _ api: API, _ conversation: String) async throws {
        let paths = ["/api/waha/contacts", "/api/waha/session/info", "/api/conversations/\(conversation)/messages"]
        for path in paths {
            let reply = try await api.get(path)
            #expect(reply.status == 200 && !reply.text.contains(Setup.wahaKey))
            #expect(!reply.headers.contains { $0.value.contains(Setup.wahaKey) })
        }
        for instance in Instance.one {
            #expect(!system.log(of: instance).contains(Setup.wahaKey))
            #expect(try await !system.ops(instance).get("/metrics").text.contains(Setup.wahaKey))
        }
    }

    private static func file(_ bytes: [UInt8], _ type: String, _ name: String) -> API.Fields {
        ["data": Base64.encode(bytes), "mimetype": type, "filename": name]
    }

    /// The smallest PNG there is.
    static let picture =
        Base64.decode(
            "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=="
        ) ?? []
}
