import JSON

/// The simulator's control plane.
struct WAHAControl: Sendable {
    let api: API

    func state() async throws -> JSONValue { try await api.value(api.get("/simulator")) }

    /// A person writes.
    /// - Returns: the provider's full id.
    @discardableResult
    func receive(from phone: String, _ fields: API.Fields) async throws -> String {
        let reply = try await api.post("/simulator/incoming", fields.merging(["from": phone]) { $1 })
        return try api.value(reply)["ids"][0].string ?? ""
    }

    func startTraffic(_ fields: API.Fields) async throws {
        _ = try await api.value(api.post("/simulator/traffic", fields))
    }

    func traffic() async throws -> JSONValue { try await api.value(api.get("/simulator/traffic")) }

    func setFaults(_ fields: API.Fields) async throws {
        _ = try await api.value(api.put("/simulator/faults", fields))
    }

    /// All that reached WhatsApp.
    func sent(query: String = "") async throws -> JSONValue {
        try await api.value(api.get("/simulator/sent" + query))
    }

    /// All that people sent, as it should be stored.
    func incoming(limit: Int = 1_000_000) async throws -> JSONValue {
        try await api.value(api.get("/simulator/incoming?limit=\(limit)"))
    }

    func webhooks() async throws -> JSONValue { try await api.value(api.get("/simulator/webhooks")) }

    func setState(_ state: String) async throws {
        _ = try await api.value(api.post("/simulator/sessions/default/state", ["state": state]))
    }
}
