import JSON
import Testing

/// The session of a number, as staff handle it.
@Suite(.serialized, .timeLimit(.minutes(5))) struct SessionTests {
    @Test func `a number is stopped, started, unlinked with a word, and linked again by a code`() async throws {
        try await System.run { system in
            let api = try await system.signIn()
            _ = try await status("WORKING", api)
            #expect(try await api.post("/api/waha/session/stop").status == 200)
            _ = try await status("STOPPED", api)
            #expect(try await api.post("/api/waha/session/start").status == 200)
            _ = try await status("WORKING", api)

            let refused = try await api.post("/api/waha/session/logout", ["confirmation": "yes"])
            #expect(refused.status == 428 && refused.code == "confirmation_required")
            #expect(try await api.post("/api/waha/session/logout", ["confirmation": "I acknowledged"]).status == 200)
            _ = try await status("SCAN_QR_CODE", api)
            try await shows(api)
            _ = try await api.value(system.waha.api.post("/simulator/scan"))
            _ = try await status("WORKING", api)
            for path in ["info", "qr"] {
                #expect(try await api.get("/api/waha/session/\(path)?channelId=none").status == 404, "\(path)")
            }
        }
    }

    /// The codes to link a phone by.
    private func shows(_ api: API) async throws {
        let raw = try await api.value(api.get("/api/waha/session/qr?format=raw"))
        #expect(raw["value"].string?.isEmpty == false)
        let image = try await api.get("/api/waha/session/qr")
        #expect(image.header("content-type") == "image/png" && image.bytes.starts(with: [0x89, 0x50, 0x4E, 0x47]))
        #expect(image.header("cache-control") == "no-store")
        let wrong = try await api.post("/api/waha/session/pairing-code", ["phoneNumber": "12"])
        #expect(wrong.status == 422 && wrong.fields == ["phoneNumber"])
        let code = try await api.value(api.post("/api/waha/session/pairing-code", ["phoneNumber": "012-345 6789"]))
        #expect(code["code"].string?.isEmpty == false)
    }

    private func status(_ wanted: String, _ api: API) async throws -> JSONValue {
        try await eventually("the session is \(wanted)") {
            let info = try await api.value(api.get("/api/waha/session/info"))
            return info["status"].string == wanted ? info : nil
        }
    }
}
