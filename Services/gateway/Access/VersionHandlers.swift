import HTTPServer

/// What answers here; for monitors and for measuring.
struct VersionHandlers: Sendable {
    static let current = APIVersion(name: "Mynah", version: "1")

    func show(_: Call<Caller, NoQuery, NoBody>) async throws -> APIVersion { Self.current }
}

struct APIVersion: Codable, Sendable {
    var name: String
    /// Of the API: a new one when something that was promised changes.
    var version: String
}
