import Crypto
import Testing

@testable import waha_simulator

@Suite(.timeLimit(.minutes(1))) struct WebhookTests {
    /// The fact sheet's vectors, 7.3.
    @Test(arguments: [
        (
            "my-secret-key", #"{"event":"message","session":"default","engine":"WEBJS"}"#,
            "208f8a55dde9e05519e898b10b89bf0d0b3b0fdf11fdbf09b6b90476301b98d8"
                + "097c462b2b17a6ce93b6b47a136cf2e78a33a63f6752c2c1631777076153fa89"
        ),
        (
            "s3cr3t-Ключ",
            #"{"id":"evt_01","event":"message","session":"acme","payload":{"body":"Привет 👋","fromMe":false}}"#,
            "b9561d86d80e94ad77a38d0f4fa40ae51cf98bebb8eda3740c76bac9a598aff0"
                + "f2ba0db71aa5207db338779b666fe9eed6fe3fdbbc2948e47aa289277fcb8837"
        ),
    ])
    func `signs the exact bytes`(key: String, text: String, code: String) throws {
        let target = WebhookTarget(url: "http://127.0.0.1/", secret: key)
        let delivery = Delivery(
            requestID: "1",
            target: target,
            event: "message",
            body: try Body(parsing: Array(text.utf8)).bytes,
            timestamp: 1_767_225_600_123
        )
        let headers = Dictionary(uniqueKeysWithValues: delivery.headers)
        #expect(headers["X-Webhook-Hmac"] == code)
        #expect(headers["X-Webhook-Hmac-Algorithm"] == "sha512")
        #expect(headers["X-Webhook-Timestamp"] == "1767225600123")
        #expect(headers["User-Agent"] == "WAHA/2026.7.1")
    }

    @Test(arguments: [
        (RetryPolicy.Kind.constant, [2_000, 2_000, 2_000]), (.linear, [2_000, 4_000, 6_000]),
        (.exponential, [4_000, 8_000, 16_000]),
    ])
    func `waits by policy`(kind: RetryPolicy.Kind, milliseconds: [Int]) {
        let policy = RetryPolicy(kind: kind, delaySeconds: 2, attempts: 3)
        #expect((1...3).map { policy.delay(before: $0, jitter: 0) } == milliseconds.map { .milliseconds($0) })
        #expect(policy.delay(before: 4, jitter: 0) == nil)
    }

    @Test(arguments: [400, 401, 404, 500, 503])
    func `tries attempts and one more, with the same body and id`(status: Int) async throws {
        let receiver = try Receiver { _ in status }
        try await withServices([receiver.server]) {
            try await withSimulator(to: receiver, retries: RetryPolicy(delaySeconds: 0.5, attempts: 3)) { waha in
                _ = try await waha.call("POST", "/simulator/incoming", ["from": "60123456701", "text": "Hi"])
                let counts = try await waha.wait("/simulator/webhooks") { $0["failed"].int == 1 }
                #expect(counts["tries"].int == 4)
                #expect(counts["answers"][String(status)].int == 4)
                let arrivals = receiver.all
                #expect(arrivals.count == 4)
                #expect(Set(arrivals.map(\.bytes)).count == 1)
                #expect(Set(arrivals.map { $0.header("X-Webhook-Request-Id") }).count == 1)
                #expect(Set(arrivals.map { $0.header("X-Webhook-Timestamp") }).count == 1)
            }
        }
    }

    @Test func `gives up nothing before it is taken`() async throws {
        let receiver = try Receiver { $0 < 3 ? 503 : 200 }
        try await withServices([receiver.server]) {
            try await withSimulator(to: receiver, retries: RetryPolicy(delaySeconds: 0, attempts: 15)) { waha in
                _ = try await waha.call("POST", "/simulator/incoming", ["from": "60123456701", "text": "Hi"])
                let counts = try await waha.wait("/simulator/webhooks") { $0["delivered"].int == 1 }
                #expect(counts["tries"].int == 3)
                #expect(counts["pending"].int == 0)
            }
        }
    }

    @Test func `tells a message twice under two event ids`() async throws {
        let receiver = try Receiver()
        try await withServices([receiver.server]) {
            try await withSimulator {
                $0.globalTargets = [WebhookTarget(url: receiver.url, secret: "s3cret")]
            } _: { waha in
                _ = try await waha.call("POST", "/simulator/incoming", ["from": "60123456701", "text": "Apa khabar 👋"])
                let message = try await receiver.wait("message")[0]
                let any = try await receiver.wait("message.any")[0]
                #expect(message["payload"]["id"].string == any["payload"]["id"].string)
                #expect(message["id"].string != any["id"].string)
                #expect(message["id"].string?.hasPrefix("evt_") == true && message["id"].string?.count == 30)
                for arrival in receiver.all {
                    let code = arrival.header("X-Webhook-Hmac") ?? ""
                    #expect(HMACSHA512(key: "s3cret").isValid(code, for: arrival.bytes))
                }
            }
        }
    }

    @Test func `faults duplicate, lose, tamper and silence`() async throws {
        let receiver = try Receiver()
        try await withServices([receiver.server]) {
            try await withSimulator(to: receiver) { waha in
                func send(_ faults: Body) async throws -> Body {
                    _ = try await waha.call("DELETE", "/simulator/faults")
                    _ = try await waha.call("PUT", "/simulator/faults", faults)
                    _ = try await waha.call("POST", "/simulator/reset")
                    _ = try await waha.call("POST", "/simulator/incoming", ["from": "60123456701", "text": "Hi"])
                    return try await waha.wait("/simulator/webhooks") { $0["pending"].int == 0 }
                }
                let doubled = try await send(["duplicateWebhooks": 1])
                #expect(doubled["delivered"].int == 2)
                #expect(try await send(["loseWebhooks": 1])["lost"].int == 1)
                #expect(try await send(["deaf": true])["accepted"].int == 0)
                let before = receiver.all.count
                #expect(try await send(["tamperedWebhooks": true])["delivered"].int == 1)
                let arrival = receiver.all[before]
                #expect(!HMACSHA512(key: "s3cret").isValid(arrival.header("X-Webhook-Hmac") ?? "", for: arrival.bytes))
            }
        }
    }

    @Test func `keeps what a session's own webhooks want apart`() async throws {
        let receiver = try Receiver()
        try await withServices([receiver.server]) {
            try await withSimulator { waha in
                let hook: Body = [
                    "url": .text(receiver.url), "events": ["message.ack"], "hmac": ["key": "s3cret"],
                    "customHeaders": [["name": "X-Tenant", "value": "42"]],
                ]
                let config: Body = ["metadata": ["tenant": "42"], "webhooks": [hook]]
                let reply = try await waha.call("PUT", "/api/sessions/default", ["config": config])
                #expect(reply.status == 200)
                _ = try await waha.wait("/simulator") { $0["sessions"].items[0]["status"].string == "WORKING" }
                let text: Body = ["session": "default", "chatId": "60123456701@c.us", "text": "Hi"]
                _ = try await waha.call("POST", "/api/sendText", text)
                let acks = try await receiver.wait("message.ack", count: 3)
                #expect(acks.compactMap { $0["payload"]["ack"].int }.sorted() == [1, 2, 3])
                #expect(receiver.all.allSatisfy { $0.header("X-Tenant") == "42" })
                #expect(acks[0]["metadata"]["tenant"].string == "42")
                let wrong: Body = ["config": ["webhooks": [["url": .text(receiver.url), "events": ["no.such"]]]]]
                #expect(try await waha.call("PUT", "/api/sessions/default", wrong).status == 400)
            }
        }
    }
}

/// A simulator whose `message.any` events go to a receiver.
func withSimulator(
    to receiver: Receiver,
    events names: [String] = ["message.any"],
    retries: RetryPolicy = RetryPolicy(),
    _ work: @escaping @Sendable (RunningSimulator) async throws -> Void
) async throws {
    let events = try EventFilter(names: names)
    try await withSimulator {
        $0.globalTargets = [WebhookTarget(url: receiver.url, events: events, secret: "s3cret", retries: retries)]
    } _: {
        try await work($0)
    }
}
