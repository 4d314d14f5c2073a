import Contracts
import JSON

extension WAHAClient {
    /// All sessions, stopped ones with them.
    func sessions() async throws(WAHAError) -> [WAHASession] {
        try await json(WAHACall("GET", "/api/sessions", query: [("all", "true")])).root.array.compactMap {
            WAHASession($0)
        }
    }

    /// - Throws: ``WAHAError/notFound`` when there is no such session.
    func session(_ name: String) async throws(WAHAError) -> WAHASession {
        try await described(WAHACall("GET", "/api/sessions/{}", [name]))
    }

    /// Nil when there is no such session.
    func findSession(_ name: String) async throws(WAHAError) -> WAHASession? {
        do {
            return try await session(name)
        } catch .notFound {
            return nil
        } catch {
            throw error
        }
    }

    /// Makes a session and starts it.
    /// - Throws: ``WAHAError/rejected(_:)`` when the name is taken.
    func createSession(_ name: String, config: some Encodable & Sendable) async throws(WAHAError) -> WAHASession {
        let body = NewSession(name: name, start: true, config: config)
        return try await described(WAHACall("POST", "/api/sessions").with(body))
    }

    /// Replaces the whole configuration; a running session is stopped and started again.
    func configureSession(_ name: String, config: some Encodable & Sendable) async throws(WAHAError) {
        _ = try await bytes(WAHACall("PUT", "/api/sessions/{}", [name]).with(SessionUpdate(config: config)))
    }

    /// Does nothing to a session that runs.
    func startSession(_ name: String) async throws(WAHAError) {
        _ = try await bytes(WAHACall("POST", "/api/sessions/{}/start", [name]))
    }

    func stopSession(_ name: String) async throws(WAHAError) {
        _ = try await bytes(WAHACall("POST", "/api/sessions/{}/stop", [name]))
    }

    func restartSession(_ name: String) async throws(WAHAError) {
        _ = try await bytes(WAHACall("POST", "/api/sessions/{}/restart", [name]))
    }

    /// Unlinks the device: a new QR code has to be scanned.
    func logoutSession(_ name: String) async throws(WAHAError) {
        _ = try await bytes(WAHACall("POST", "/api/sessions/{}/logout", [name]))
    }

    /// The QR code as PNG.
    /// - Throws: ``WAHAError/sessionNotUsable(status:)`` when the session does not wait for a scan.
    func qrImage(_ session: String) async throws(WAHAError) -> [UInt8] {
        var call = WAHACall("GET", "/api/{}/auth/qr", [session], query: [("format", "image")])
        call.accept = "image/png"
        return try await bytes(call)
    }

    /// What the QR code says.
    func qrValue(_ session: String) async throws(WAHAError) -> String {
        let answer = try await json(WAHACall("GET", "/api/{}/auth/qr", [session], query: [("format", "raw")]))
        guard let value = answer.root["value"].string else { throw .unreadable("qr") }
        return value
    }

    /// A code to be typed on the phone: `ABCD-EFGH`.
    /// - Parameter phone: digits of an international number.
    /// - Throws: ``WAHAError/sessionNotUsable(status:)`` when the session does not wait for a scan.
    func pairingCode(_ session: String, phone: String) async throws(WAHAError) -> String {
        let call = try WAHACall("POST", "/api/{}/auth/request-code", [session]).with(PairingRequest(phoneNumber: phone))
        guard let code = try await json(call).root["code"].string else { throw .unreadable("request-code") }
        return code
    }

    /// Version and engine.
    func serverVersion() async throws(WAHAError) -> (version: String?, engine: WAHAEngine?) {
        let answer = try await json(WAHACall("GET", "/api/server/version")).root
        return (answer["version"].string, answer["engine"].string.flatMap(WAHAEngine.init))
    }

    /// When the server started; a change means that it was restarted and may have lost webhooks.
    func serverStartedAt() async throws(WAHAError) -> Timestamp? {
        try await WAHATime.read(json(WAHACall("GET", "/api/server/status")).root["startTimestamp"])
    }

    private func described(_ call: WAHACall) async throws(WAHAError) -> WAHASession {
        guard let session = try await WAHASession(json(call).root) else { throw .unreadable(call.name) }
        return session
    }
}

private struct NewSession<Config: Encodable>: Encodable {
    let name: String
    let start: Bool
    let config: Config
}

private struct PairingRequest: Encodable {
    let phoneNumber: String
}

private struct SessionUpdate<Config: Encodable>: Encodable {
    let config: Config
}
