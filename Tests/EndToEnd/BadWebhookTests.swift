import Crypto
import Foundation
import JSON
import Testing
import TestPeers

/// Webhooks that are not as they should be.
@Suite(.serialized, .timeLimit(.minutes(5))) struct BadWebhookTests {
    private static let secret = "e2e-secret"

    @Test func `only what is signed, whole and JSON is taken, and what is unknown is kept`() async throws {
        try await System.run { system in
            let stored = try await atRest(system)
            try await refuses(system)
            try await cutOff(system)
            #expect(try await countStored(system) == stored)
            let kept = try await keepTheUnknown(system)
            #expect(try await countStored(system) == stored + kept)
            let api = try await system.signIn()
            #expect(try await api.conversations().items.isEmpty)
            try await staysWell(system, api)
        }
    }

    /// - Returns: how many webhooks the simulator has sent by itself.
    private func atRest(_ system: System) async throws -> Int {
        _ = try await eventually("the session's own webhooks are taken") {
            try await system.waha.webhooks()["pending"].int == 0 ? true : nil
        }
        return try await countStored(system)
    }

    private func refuses(_ system: System) async throws {
        let body = Self.event("message", #"{"id":"false_60123450003@c.us_AA","body":"hi"}"#)
        #expect(try await post(system, body, signature: nil).status == 401)
        #expect(try await post(system, body, signature: String(repeating: "0", count: 128)).status == 401)
        #expect(try await post(system, body + [0x20], signature: Self.signature(body)).status == 401)
        let legacy = try await system.api.send(
            "POST",
            Self.path,
            body,
            headers: [("x-webhook-signature", "no")]
        )
        #expect(legacy.status == 401)
        #expect(try await system.count("gateway_webhooks_total", #"outcome="unsigned""#, of: .gateway) == 4)

        let text = Array("no json".utf8)
        #expect(try await post(system, text, signature: Self.signature(text)).status == 400)
        let huge = Array(#"{"event":""#.utf8) + [UInt8](repeating: 0x61, count: 4 << 20) + Array(#""}"#.utf8)
        #expect(try await post(system, huge, signature: Self.signature(huge)).status == 413)
    }

    /// A sender that goes away in the middle of its body.
    private func cutOff(_ system: System) async throws {
        for _ in 0..<8 {
            let socket = try #require(FileDescriptor(connectedTo: system.httpPort))
            let head = "POST \(Self.path) HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n{\"event\":"
            #expect(socket.write(Array(head.utf8)))
            socket.close()
        }
        #expect(try await system.ops(.gateway).get("/healthz").status == 200)
    }

    /// - Returns: how many there were.
    private func keepTheUnknown(_ system: System) async throws -> Int {
        let bodies = [
            Self.event("hologram.projected", #"{"size":12}"#),
            Self.event("message.any", #"{"strange":true}"#),
            Self.event("session.status", #"{"status":"WORKING","added":{"later":[1,2,3]}}"#),
            Array(#"{"session":"default","timestamp":"1789000000000","event":"message.ack","payload":[]}"#.utf8),
            Array(#"[1,2,3]"#.utf8),
        ]
        for body in bodies {
            #expect(try await post(system, body, signature: Self.signature(body)).status == 200)
        }
        #expect(try await system.count("gateway_webhook_events_total", #"meaning="unknown_event""#, of: .gateway) == 2)
        return bodies.count
    }

    /// After all of it a real message comes in.
    private func staysWell(_ system: System, _ api: API) async throws {
        try await system.waha.receive(from: "60123450003", ["text": "Still there?"])
        let conversation = try await api.conversation(with: "60123450003")
        #expect(conversation["unreadCount"].int == 1)
    }

    private static let path = "/api/webhooks/waha"

    private static func event(_ name: String, _ payload: String) -> [UInt8] {
        let id = "evt_\(UInt64.random(in: 0...(.max)))"
        return Array(#"{"id":"\#(id)","session":"default","event":"\#(name)","payload":\#(payload)}"#.utf8)
    }

    private static func signature(_ body: [UInt8]) -> String { HMACSHA512(key: secret).hex(of: body) }

    private func countStored(_ system: System) async throws -> Int {
        try await system.count("gateway_webhooks_total", #"outcome="stored""#, of: .gateway)
    }

    private func post(_ system: System, _ body: [UInt8], signature: String?) async throws -> API.Reply {
        let headers = signature.map { [("X-Webhook-Hmac", $0), ("X-Webhook-Hmac-Algorithm", "sha512")] } ?? []
        return try await system.api.send("POST", Self.path, body, headers: headers)
    }
}
