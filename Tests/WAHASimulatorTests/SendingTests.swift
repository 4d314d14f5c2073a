import Crypto
import Testing

@testable import waha_simulator

@Suite(.timeLimit(.minutes(1))) struct SendingTests {
    private func text(_ text: String, id: String? = nil) -> Body {
        [
            "session": "default", "chatId": "60123456701@c.us", "text": .text(text),
            "id": id.map { .text($0) } ?? .absent,
        ]
    }

    @Test func `counts what reached it, once or more`() async throws {
        try await withSimulator { waha in
            let id = try await waha.call("GET", "/api/default/new-message-id").body["id"].string ?? ""
            #expect(try await waha.call("POST", "/api/sendText", text("one", id: id)).status == 201)
            #expect(try await waha.call("POST", "/api/sendText", text("one", id: id)).status == 201)
            #expect(try await waha.call("POST", "/api/sendText", text("two")).status == 201)
            let sent = try await waha.call("GET", "/simulator/sent").body
            #expect(sent["total"].int == 3)
            #expect(sent["distinctIds"].int == 2)
            #expect(sent["repeatedIds"][id].int == 2)
            #expect(sent["repeatedTexts"].members.count == 1)
            #expect(try await waha.call("GET", "/simulator/sent?text=two").body["items"].items.count == 1)
        }
    }

    @Test func `a send that fails is not in the ledger, one whose answer fails is`() async throws {
        try await withSimulator { waha in
            _ = try await waha.call("PUT", "/simulator/faults", ["send500": 1])
            let reply = try await waha.call("POST", "/api/sendText", text("lost"))
            #expect(reply.status == 500)
            #expect(reply.body["exception"]["message"].string != nil)
            #expect(reply.body["request"]["body"]["text"].string == "lost")
            _ = try await waha.call("PUT", "/simulator/faults", ["send500": 0, "sendSucceedThenFail": 1])
            #expect(try await waha.call("POST", "/api/sendText", text("sent")).status == 500)
            _ = try await waha.call(
                "PUT",
                "/simulator/faults",
                [
                    "sendSucceedThenFail": 0, "sendHangThenSucceed": 1, "sendHangMs": 60,
                ]
            )
            #expect(try await waha.call("POST", "/api/sendText", text("slow")).status == 201)
            let sent = try await waha.call("GET", "/simulator/sent").body
            #expect(sent["items"].items.compactMap { $0["text"].string } == ["sent", "slow"])
            #expect(sent["requests"].int == 3)
            #expect(sent["refused"].int == 1)
            let chat = "/api/default/chats/60123456701%40c.us/messages?limit=10&downloadMedia=false"
            #expect(try await waha.call("GET", chat).body.items.count == 2)
        }
    }

    @Test(arguments: [
        ("rateOverlimit", "rate-overlimit"), ("sendNoLid", "no LID found"), ("sendRestricted", "463"),
        ("send500", "connection closed"),
    ])
    func `names the engine's reason`(fault: String, reason: String) async throws {
        try await withSimulator { waha in
            let faults = Body.object([Body.Member(key: fault, value: true)])
            _ = try await waha.call("PUT", "/simulator/faults", faults)
            let reply = try await waha.call("POST", "/api/sendText", text("Hi"))
            #expect(reply.status == 500)
            #expect(reply.body["exception"]["message"].string?.contains(reason) == true)
        }
    }

    @Test func `acks go from server to read, and to played for voice`() async throws {
        let receiver = try Receiver()
        try await withServices([receiver.server]) {
            try await withSimulator {
                $0.globalTargets = [WebhookTarget(url: receiver.url)]
            } _: { waha in
                let file: Body = [
                    "mimetype": "audio/ogg; codecs=opus", "data": .text(Base64.encode(Voice.silence(seconds: 1))),
                ]
                let voice: Body = ["chatId": "60123456701@c.us", "file": file, "convert": false]
                #expect(try await waha.call("POST", "/api/sendVoice", voice).status == 201)
                let acks = try await receiver.wait("message.ack", count: 4)
                #expect(
                    acks.compactMap { $0["payload"]["ackName"].string }.sorted() == [
                        "DEVICE", "PLAYED", "READ", "SERVER",
                    ]
                )
                let own = try await receiver.wait("message.any")[0]["payload"]
                #expect(own["source"].string == "api")
                #expect(own["fromMe"].flag == true)
            }
        }
    }

    @Test func `acks may overtake the answer or never come`() async throws {
        let receiver = try Receiver()
        try await withServices([receiver.server]) {
            try await withSimulator {
                $0.globalTargets = [WebhookTarget(url: receiver.url)]
            } _: { waha in
                _ = try await waha.call("PUT", "/simulator/faults", ["ackBeforeResponse": 1, "ackMissing": 1])
                _ = try await waha.call("POST", "/api/sendText", text("Hi"))
                #expect(try await receiver.wait("message.ack").count == 1)
                #expect(try await receiver.wait("message.any").count == 1)
            }
        }
    }

    @Test(arguments: Engine.allCases)
    func `a text tells the page that it links to, unless that is not wanted`(engine: Engine) async throws {
        let receiver = try Receiver()
        try await withServices([receiver.server]) {
            try await withSimulator {
                $0.engine = engine
                $0.globalTargets = [WebhookTarget(url: receiver.url)]
            } _: { waha in
                for isWanted in [true, false] {
                    let more: Body = ["linkPreview": .bool(isWanted)]
                    let body = text("See https://gym.example/times now").merging(more)
                    #expect(try await waha.call("POST", "/api/sendText", body).status == 201)
                }
                let raw = try await receiver.wait("message.any", count: 2).map { $0["payload"]["_data"] }
                let nodes = raw.map { data in
                    let proto = data["Message"].isNothing ? data["message"] : data["Message"]
                    return proto.isNothing ? data : proto["extendedTextMessage"]
                }
                #expect(Set(nodes.map { $0["matchedText"].string }) == ["https://gym.example/times", nil])
                #expect(Set(nodes.map { $0["title"].string }) == ["gym.example", nil])
            }
        }
    }

    @Test func `media is fetched from its URL and served with the key until it expires`() async throws {
        try await withSimulator {
            $0.apiKey = "k"
            $0.speed = 1
            $0.isSignedIn = true
        } _: { waha in
            _ = try await waha.call("PUT", "/simulator/faults", ["mediaLifetimeSeconds": 1])
            let incoming = try await waha.call("POST", "/simulator/incoming", ["from": "60123456701", "kind": "image"])
            let bareID = ChatBook.parts(of: incoming.body["ids"].items[0].string ?? "").bareID
            let path = "/api/files/default/\(bareID).jpeg"
            var stranger = waha
            stranger.apiKey = nil
            #expect(try await stranger.call("GET", path).status == 401)
            let file = try await waha.call("GET", path)
            #expect(file.type == "image/jpeg")
            #expect(file.bytes == Samples.jpeg)
            let url = Body.text(waha.url + path + "?x-api-key=k")
            let image: Body = ["chatId": "60123456702@c.us", "file": ["url": url], "caption": "again"]
            #expect(try await waha.call("POST", "/api/sendImage", image).status == 201)
            try await Task.sleep(for: .milliseconds(1_050))
            let gone = try await waha.call("GET", path)
            #expect(gone.status == 404)
            #expect(gone.body["error"]["key"].string == "FILE_NOT_FOUND")
            let again = "/api/default/chats/all/messages/\(bareID)?downloadMedia=true"
            #expect(try await waha.call("GET", again).body["media"]["url"].string?.hasSuffix(path) == true)
            #expect(try await waha.call("GET", path).status == 200)
        }
    }

    @Test func `malformed sends are 500`() async throws {
        let bodies: [(String, Body)] = [
            ("/api/sendText", ["session": "default", "text": "Hi"]),
            ("/api/sendText", ["chatId": "60123456701@c.us"]),
            ("/api/sendImage", ["chatId": "60123456701@c.us", "file": ["data": "no base64!"]]),
        ]
        try await withSimulator { waha in
            for (path, body) in bodies {
                let reply = try await waha.call("POST", path, body)
                #expect(reply.status == 500)
            }
        }
    }
}
