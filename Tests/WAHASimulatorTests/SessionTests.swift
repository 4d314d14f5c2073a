import Crypto
import Testing

@testable import waha_simulator

@Suite(.timeLimit(.minutes(1))) struct SessionTests {
    private func isStatus(_ status: String) -> @Sendable (Body) -> Bool {
        { $0["status"].string == status }
    }

    @Test func `goes from start over a code to working, and tells each step`() async throws {
        let receiver = try Receiver()
        try await withServices([receiver.server]) {
            try await withSimulator {
                $0.isSignedIn = false
                $0.sessionNames = []
                $0.globalTargets = [WebhookTarget(url: receiver.url)]
            } _: { waha in
                #expect(try await waha.call("POST", "/api/sessions", ["name": "acme", "start": true]).status == 201)
                #expect(try await waha.call("POST", "/api/sessions", ["name": "acme"]).status == 422)
                _ = try await waha.wait("/api/sessions/acme", until: isStatus("SCAN_QR_CODE"))
                #expect(try await waha.call("POST", "/simulator/scan", ["session": "acme"]).status == 201)
                let session = try await waha.wait("/api/sessions/acme", until: isStatus("WORKING"))
                #expect(session["me"]["id"].string?.hasSuffix("@c.us") == true)
                let told = try await receiver.wait("session.status", count: 4)
                let statuses = Set(told.compactMap { $0["payload"]["status"].string })
                #expect(statuses == ["STARTING", "SCAN_QR_CODE", "WORKING"])
                #expect(told.allSatisfy { (1...3).contains($0["payload"]["statuses"].items.count) })
            }
        }
    }

    @Test func `shows its code in three forms, and only then`() async throws {
        try await withSimulator {
            $0.isSignedIn = false
        } _: { waha in
            let early = try await waha.call("GET", "/api/default/auth/qr")
            #expect(early.status == 422)
            #expect(early.body["expected"].items.compactMap(\.string) == ["SCAN_QR_CODE"])
            _ = try await waha.call("POST", "/api/sessions/default/start")
            _ = try await waha.wait("/api/sessions/default", until: isStatus("SCAN_QR_CODE"))
            let image = try await waha.call("GET", "/api/default/auth/qr")
            #expect(image.type == "image/png")
            #expect(image.bytes.starts(with: [0x89, 0x50, 0x4E, 0x47]))
            let json = try await waha.call("GET", "/api/default/auth/qr", headers: [("Accept", "application/json")])
            #expect(Base64.decode(json.body["data"].string ?? "")?.starts(with: [0x89, 0x50]) == true)
            let raw = try await waha.call("GET", "/api/default/auth/qr?format=raw")
            #expect(raw.body["value"].string?.hasPrefix("2@") == true)
            let code = try await waha.call("POST", "/api/default/auth/request-code", ["phoneNumber": "60123456701"])
            #expect(code.status == 201)
            #expect(code.body["code"].string?.count == 9)
        }
    }

    @Test func `codes run out`() {
        var dice = Dice(seed: 1)
        var session = Session(
            name: "acme",
            engine: .gows,
            config: [:],
            account: Account(phone: "1", lid: "2", pushName: "A"),
            isSignedIn: false
        )
        var lifetimes: [Duration] = []
        while let lifetime = session.rotateCode(&dice) { lifetimes.append(lifetime) }
        #expect(lifetimes.count == 6)
        #expect(lifetimes[0] == .seconds(60))
        #expect(lifetimes[1] == .seconds(20))
    }

    @Test func `refuses with 422 what needs a working session`() async throws {
        try await withSimulator {
            $0.isSignedIn = false
        } _: { waha in
            let stopped = try await waha.call("GET", "/api/default/chats")
            #expect(stopped.status == 422)
            #expect(stopped.body["status"].string == "STOPPED")
            let unknown = try await waha.call("GET", "/api/nobody/chats")
            #expect(unknown.status == 422)
            #expect(unknown.body["error"].string == "Session \"nobody\" does not exist")
            #expect(try await waha.call("GET", "/api/sessions/nobody").status == 404)
            #expect(try await waha.call("POST", "/api/sessions", ["name": "a b"]).status == 400)
        }
    }

    @Test func `lists stopped sessions only when asked`() async throws {
        try await withSimulator {
            $0.isSignedIn = false
        } _: { waha in
            let running = try await waha.call("GET", "/api/sessions").body.items
            let all = try await waha.call("GET", "/api/sessions?all=true").body.items
            #expect(running.isEmpty && all.count == 1)
        }
    }

    @Test func `flaps, is unlinked, and comes back from a restart`() async throws {
        try await withSimulator { waha in
            let state = "/simulator/sessions/default/state"
            #expect(try await waha.call("POST", state, ["state": "FLAP"]).body["status"].string == "STARTING")
            _ = try await waha.wait("/api/sessions/default", until: isStatus("WORKING"))
            let before = try await waha.call("GET", "/api/server/status").body["startTimestamp"].int ?? 0
            try await Task.sleep(for: .milliseconds(2))
            _ = try await waha.call("POST", "/simulator/restart")
            #expect(try await waha.call("GET", "/api/server/status").body["startTimestamp"].int ?? 0 > before)
            _ = try await waha.wait("/api/sessions/default", until: isStatus("WORKING"))
            _ = try await waha.call("POST", state, ["state": "UNLINK"])
            #expect(try await waha.call("GET", "/api/sessions/default").body["status"].string == "FAILED")
        }
    }

    @Test func `logs out and keeps its settings`() async throws {
        try await withSimulator { waha in
            _ = try await waha.call("PUT", "/api/sessions/default", ["config": ["metadata": ["tenant": "42"]]])
            _ = try await waha.call("POST", "/api/sessions/default/logout")
            let session = try await waha.wait("/api/sessions/default", until: isStatus("SCAN_QR_CODE"))
            #expect(session["config"]["metadata"]["tenant"].string == "42")
            #expect(session["me"].isNothing)
        }
    }

    @Test func `wants its key everywhere but at ping`() async throws {
        try await withSimulator {
            $0.apiKey = "k"
        } _: { waha in
            var stranger = waha
            stranger.apiKey = nil
            #expect(try await stranger.call("GET", "/ping").status == 200)
            let refused = try await stranger.call("GET", "/api/sessions")
            #expect(refused.status == 401)
            #expect(refused.body["message"].string == "Unauthorized")
            #expect(try await stranger.call("GET", "/api/sessions?x-api-key=k").status == 200)
        }
    }
}
