import Foundation
import JSON
import Store
import Testing

/// What staff may send and do to messages, through the gateway to WhatsApp and back.
@Suite(.serialized, .timeLimit(.minutes(2))) struct MessageRouteTests {
    private static let aida = "60123450051"
    private static let chat = "60123450051@c.us"

    @Test func `a poll, a place and a card are sent, a text is changed and taken back, and all reacts`() async throws {
        try await System.run { system in
            let api = try await system.signIn()
            let question = try await system.waha.receive(from: Self.aida, ["text": "When?", "pushName": "Aida"])
            let thread = Thread(api: api, id: try #require(try await api.conversation(with: Self.aida)["id"].string))
            try await vote(system, thread)
            let place: API.Fields = ["latitude": 3.1569, "longitude": 101.5899, "name": "The gym"]
            let location = try await thread.send(["type": "location", "location": place], to: Self.chat)
            #expect(location["content"]["location"]["name"].string == "The gym")
            let card: API.Fields = ["name": "Front desk", "phones": [["number": "+60 3-1234 5678"]]]
            _ = try await thread.send(["type": "contact", "contacts": [card]], to: Self.chat)
            try await changeAndTakeBack(thread)
            try await react(system, thread, to: question)
            let sent = try await system.waha.sent()["items"].array
            #expect(sent.map { $0["kind"].string } == ["poll", "location", "contact", "text"])
            let origins = try await api.messages(of: thread.id).map { $0["origin"].string }
            #expect(origins == ["customer", "staff", "staff", "staff", "staff"])
        }
    }

    /// The customer votes, and votes otherwise.
    private func vote(_ system: System, _ thread: Thread) async throws {
        let poll: API.Fields = ["question": "Which class?", "options": ["Morning", "Evening"]]
        let sent = try await thread.send(["type": "poll", "poll": poll], to: Self.chat)
        let provider = try #require(sent["providerId"].string)
        for choice in ["Morning", "Evening"] {
            try await system.waha.change(provider, "vote", ["options": [choice]])
            _ = try await thread.message(sent) { message in
                let options = message["content"]["poll"]["options"].array
                return options.first { $0["text"].string == choice }?["votes"].int == 1
                    && options.compactMap { $0["votes"].int }.reduce(0, +) == 1
            }
        }
    }

    private func changeAndTakeBack(_ thread: Thread) async throws {
        let text = try await thread.send(["type": "text", "text": "At nein. https://gym.example"], to: Self.chat)
        _ = try await thread.message(text) { $0["content"]["link"]["title"].string == "gym.example" }
        let path = "/api/conversations/\(thread.id)/messages/\(text["id"].string ?? "")"
        let changed = try await thread.api.value(thread.api.put(path, ["text": "At nine."]))
        #expect(changed["body"].string == "At nine." && changed["editedAt"].string != nil)
        _ = try await thread.message(text) { $0["body"].string == "At nine." }
        #expect(try await thread.api.send("DELETE", path).status == 200)
        let gone = try await thread.message(text) { $0["type"].string == "revoked" }
        #expect(!gone["body"].exists && gone["revokedAt"].string != nil)
        #expect(try await thread.api.put(path, ["text": "At ten."]).status == 409)
    }

    /// We react, the customer does so too, and we take ours back.
    private func react(_ system: System, _ thread: Thread, to question: String) async throws {
        let message = try #require(try await thread.api.messages(of: thread.id).first)
        let path = "/api/conversations/\(thread.id)/messages/\(message["id"].string ?? "")/reaction"
        #expect(try await thread.api.put(path, ["emoji": "👍"]).status == 200)
        try await system.waha.change(question, "react", ["text": "👍", "from": Self.aida])
        _ = try await thread.message(message) { $0["reactions"][0]["senders"].array.count == 2 }
        #expect(try await thread.api.send("DELETE", path).status == 200)
        let left = try await thread.message(message) { $0["reactions"][0]["senders"].array.count == 1 }
        #expect(left["reactions"][0]["senders"][0]["fromMe"].bool == false)
    }

    @Test func `an answer in a conversation leaves by the number that the customer wrote to`() async throws {
        try await System.run { system in
            let (api, second) = (try await system.signIn(), "second")
            let sessions = "/simulator/sessions/\(second)"
            _ = try await system.waha.api.value(system.waha.api.put(sessions, ["phone": "60123450099"]))
            _ = try await system.waha.api.value(system.waha.api.post(sessions + "/state", ["state": "WORKING"]))
            let line: API.Fields = [
                "name": "Second line", "url": system.wahaURL, "session": second, "apiKey": Setup.wahaKey,
                "webhookSecret": Setup(.sqlite).webhookSecret ?? "",
            ]
            let channel = try #require(try await api.value(api.post("/api/channels", line))["id"].string)
            try await system.waha.receive(from: Self.aida, ["text": "To the first", "pushName": "Aida"])
            _ = try await api.conversation(with: Self.aida)
            let path = "/api/waha/contacts?channel=\(channel)"
            let conversation = try await eventually("the second number has been written to") {
                try await system.waha.receive(from: Self.aida, ["text": "To the second", "session": second])
                return try await api.value(api.get(path))["items"].array.first
            }
            let thread = Thread(api: api, id: try #require(conversation["id"].string))
            let answer: API.Fields = ["conversationId": thread.id, "type": "text", "text": "From the second"]
            func post(_ more: API.Fields) async throws -> API.Reply {
                try await api.post("/api/waha/messages/send", answer.merging(more) { $1 })
            }
            let sent = try await eventually("the second number works") {
                let reply = try await post([:])
                return reply.status == 200 ? try api.value(reply)["message"] : nil
            }
            #expect(sent["conversationId"].string == thread.id)
            _ = try await thread.message(sent) { $0["providerId"].string != nil }
            let left = try await system.waha.sent()["items"].array
            #expect(left.map { $0["session"].string } == [second])
            #expect(try await post(["to": Self.chat]).status == 422)
            #expect(try await post(["channelId": "another"]).status == 422)
            #expect(try await post(["conversationId": "none"]).status == 404)
        }
    }

    @Test func `a message tells what it waits for, what to do about it, and its way once it has gone`() async throws {
        try await System.run { system in
            let api = try await system.signIn()
            try await system.waha.setFaults(["rateOverlimit": 1])
            let sent = try await api.value(api.sendText("Slowly", to: Self.aida))["message"]
            let thread = Thread(api: api, id: try #require(sent["conversationId"].string))
            let throttled = try await thread.explained(sent) {
                $0["remedy"].string?.contains("rate-overlimit") == true
            }
            #expect(throttled["state"].string == "waiting" && throttled["message"]["status"].string == "pending")
            #expect(["stored", "queued", "attempted"].allSatisfy(Thread.steps(of: throttled).contains))
            try await system.waha.setState("SCAN_QR_CODE")
            let stopped = try await thread.explained(sent) { $0["remedy"].string?.contains("SCAN_QR_CODE") == true }
            #expect(stopped["state"].string == "waiting")
            try await system.waha.setFaults(["rateOverlimit": 0])
            try await system.waha.setState("WORKING")
            let read = try await thread.explained(sent) { $0["state"].string == "read" }
            #expect(!read["remedy"].exists)
            let moments = read["hops"].array.compactMap { $0["at"].string }
            #expect(moments == moments.sorted() && moments.count == read["hops"].array.count)
            for step in ["stored", "queued", "attempted", "settled", "reported"] {
                #expect(Thread.steps(of: read).contains(step), "\(step)")
            }
            #expect(read["hops"].array.last { $0["step"].string == "reported" }?["status"].string == "read")
            let elsewhere = "/api/conversations/none/messages/\(sent["id"].string ?? "")/explain"
            #expect(try await api.get(elsewhere).status == 404)
        }
    }

    @Test func `a group shows who writes with their picture and what becomes of it, and a call is shown`() async throws
    {
        // Pictures come from the simulator, which is on this machine.
        var setup = Setup()
        setup.environment = ["MYNAH_ALLOW_PRIVATE_ADDRESSES": "true"]
        try await System.run(setup) { system in
            let api = try await system.signIn()
            let group = "120363000000000051@g.us"
            try await system.waha.meet(["phone": Self.aida, "pushName": "Aida", "picture": 120])
            try await system.waha.form([
                "id": group, "subject": "Runners", "participants": [Self.aida], "picture": 90,
            ])
            try await system.waha.receive(from: Self.aida, ["group": group, "text": "Who is in?", "pushName": "Aida"])
            let found = try await eventually("the group is there") {
                try await api.conversations().items.first { $0["isGroup"].bool == true }
            }
            let thread = Thread(api: api, id: try #require(found["id"].string))
            let message = try await eventually("it is known who wrote") {
                try await api.messages(of: thread.id).first { $0["sender"]["pictureUrl"].string != nil }
            }
            #expect(message["sender"]["name"].string == "Aida")
            #expect(
                message["sender"]["phoneNumber"].string == "+\(Self.aida)" && message["origin"].string == "customer"
            )
            let face = try await api.picture(message["sender"]["pictureUrl"])
            let emblem = try await api.picture(found["pictureUrl"])
            #expect(emblem != face)
            let card = try await api.value(api.get("/api/conversations/\(thread.id)/contact"))
            #expect(card["pictureUrl"].string == found["pictureUrl"].string)
            try await system.waha.rename(group, "Early runners")
            _ = try await eventually("the new name is remarked") {
                try await api.messages(of: thread.id).first {
                    $0["content"]["notice"]["text"].string == "Early runners"
                }
            }
            try await system.waha.call(from: Self.aida, ["outcome": "rejected", "video": true])
            let caller = try #require(try await api.conversation(with: Self.aida)["id"].string)
            _ = try await eventually("the missed call is shown") {
                try await api.messages(of: caller).first { $0["content"]["call"]["outcome"].string == "missed" }
            }
        }
    }
}

/// A conversation, as staff work on it.
private struct Thread: Sendable {
    let api: API
    let id: String

    /// Sends and waits until WhatsApp has it.
    func send(_ fields: API.Fields, to chat: String) async throws -> JSONValue {
        let body = fields.merging(["to": chat]) { own, _ in own }
        let message = try await api.value(api.post("/api/waha/messages/send", body))["message"]
        return try await self.message(message) { $0["providerId"].string != nil }
    }

    /// The way of a message, once it is as wanted.
    func explained(_ message: JSONValue, until isRight: (JSONValue) -> Bool) async throws -> JSONValue {
        let path = "/api/conversations/\(id)/messages/\(message["id"].string ?? "")/explain"
        return try await eventually("it is told how the message stands") {
            let told = try await api.value(api.get(path))
            return isRight(told) ? told : nil
        }
    }

    static func steps(of way: JSONValue) -> [String] { way["hops"].array.compactMap { $0["step"].string } }

    /// A message once it is as wanted.
    func message(_ message: JSONValue, until isRight: (JSONValue) -> Bool) async throws -> JSONValue {
        try await api.message(message["id"].string ?? "", of: id, until: isRight)
    }
}

extension API {
    /// The bytes of a picture, where it is told to be.
    fileprivate func picture(_ url: JSONValue) async throws -> [UInt8] {
        let reply = try await get(#require(url.string))
        #expect(reply.status == 200 && reply.header("Content-Type")?.hasPrefix("image/") == true)
        return reply.bytes
    }
}

extension WAHAControl {
    /// Somebody does something to a message.
    fileprivate func change(_ id: String, _ action: String, _ more: API.Fields) async throws {
        let fields = more.merging(["messageId": id, "action": action]) { $1 }
        _ = try await api.value(api.post("/simulator/change", fields))
    }

    fileprivate func meet(_ person: API.Fields) async throws {
        _ = try await api.value(api.post("/simulator/people", person))
    }

    fileprivate func form(_ group: API.Fields) async throws {
        _ = try await api.value(api.post("/simulator/groups", group))
    }

    fileprivate func call(from phone: String, _ more: API.Fields) async throws {
        _ = try await api.value(api.post("/simulator/call", more.merging(["from": phone]) { $1 }))
    }

    /// Somebody gives a group another name.
    fileprivate func rename(_ group: String, _ subject: String) async throws {
        let path = "/api/default/groups/\(API.escaped(group))/subject"
        let headers = [("X-Api-Key", Setup.wahaKey), ("Content-Type", "application/json")]
        _ = try await api.value(api.send("PUT", path, Array(#"{"subject":"\#(subject)"}"#.utf8), headers: headers))
    }
}
