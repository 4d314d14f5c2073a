import Contracts
import Foundation
import JSON
import Testing

/// One part is away, and the others say so and wait for it.
@Suite(.serialized, .timeLimit(.minutes(5))) struct OutageTests {
    private static let phone = "60123450005"

    @Test func `a session that does not work refuses sends with its state`() async throws {
        try await System.run { system in
            let api = try await system.signIn()
            try await system.waha.setState("SCAN_QR_CODE")
            let refused = try await eventually("sends are refused") {
                let reply = try await api.sendText("hi", to: Self.phone)
                return reply.status == 503 ? reply : nil
            }
            #expect(refused.code == "session_not_working" && refused.json["sessionStatus"].string == "SCAN_QR_CODE")
            let info = try await api.value(api.get("/api/waha/session/info"))
            #expect(info["status"].string == "SCAN_QR_CODE")
            try await system.waha.setState("WORKING")
            _ = try await eventually("sends are taken again") {
                try await api.sendText("hi", to: Self.phone, clientRef: "again").status == 200 ? true : nil
            }
        }
    }

    @Test func `without conversations the gateway answers 503 and what comes in waits`() async throws {
        try await System.run { system in
            let api = try await system.signIn()
            try await system.kill(.conversations)
            let start = ContinuousClock.now
            let refused = try await api.get("/api/waha/contacts")
            #expect(refused.status == 503 && refused.code == "service_unavailable")
            #expect(refused.header("retry-after").flatMap { Int($0) } != nil)
            #expect(ContinuousClock.now - start < .seconds(8))

            try await system.waha.receive(from: Self.phone, ["text": "Anybody there?"])
            _ = try await eventually("the webhook is stored") {
                try await system.waha.webhooks()["pending"].int == 0 ? true : nil
            }
            try system.start(.conversations)
            let conversation = try await api.conversation(with: Self.phone)
            #expect(conversation["lastMessage"]["preview"].string == "Anybody there?")
        }
    }

    @Test(arguments: [Instance.enrichment, .campaigns, .media])
    func `without one of the others the inbox works`(away: Instance) async throws {
        try await System.run { system in
            let api = try await system.signIn()
            try await system.kill(away)
            try await system.waha.receive(from: Self.phone, ["text": "Hello"])
            let conversation = try #require(try await api.conversation(with: Self.phone)["id"].string)
            let sent = try await api.value(api.sendText("Hello to you", to: Self.phone))
            let id = try #require(sent["messageId"].string)
            _ = try await api.message(id, of: conversation) { $0["status"].string == "read" }
            let refused = try await api.get(Self.path(of: away, conversation))
            #expect(refused.status == 503 && refused.header("retry-after") != nil)
            try system.start(away)
            try await system.awaitReady(away)
            _ = try await eventually("\(away) answers again") {
                try await api.get(Self.path(of: away, conversation)).status != 503 ? true : nil
            }
        }
    }

    /// What needs a service.
    private static func path(of instance: Instance, _ conversation: String) -> String {
        switch instance.service {
        case .enrichment: "/api/conversations/\(conversation)/contact"
        case .campaigns: "/api/campaigns"
        default: "/api/media/018f0000-0000-7000-8000-000000000000"
        }
    }

    @Test func `every service starts and works alone, and says what it waits for`() async throws {
        var setup = Setup()
        setup.instances = []
        try await System.run(setup) { system in
            for instance in Instance.one {
                try system.start(instance)
                _ = try await eventually("\(instance) is alive") {
                    try await system.ops(instance).get("/healthz").status == 200 ? true : nil
                }
                let ready = try await system.ops(instance).get("/readyz")
                #expect(ready.status == 200 || !ready.json["waitingFor"].array.isEmpty)
                #expect(try await system.stop(instance).end == .exited(0))
            }
        }
    }
}
