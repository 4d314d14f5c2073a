import Contracts
import Store

/// One connected WhatsApp account: a session of a WAHA server.
struct Channel: Hashable, Sendable {
    enum Provider: String, Codable, CaseIterable, Sendable, SQLBindable, SQLReadable {
        case waha
    }

    let id: ChannelID
    let workspace: WorkspaceID
    let provider: Provider
    let name: String
    /// The provider's address as we reach it.
    let baseURL: String
    let session: String
    /// Whether it is the one that the environment names.
    let isConfigured: Bool
    /// Counts the changes of what it is set up with.
    let version: Int
    let createdAt: Timestamp
    /// Whether the chats that the number had before it was connected are read into the inbox.
    let syncsChats: Bool
    /// Nil until it is known.
    var engine: WAHAEngine?
    /// The session's state in the provider's words; nil until it is known.
    var status: String?
    /// Since when it is in that state, by the provider's clock.
    var statusAt: Timestamp

    /// The state in which messages travel.
    static let working = "WORKING"
    /// The state in which it shows a code to scan.
    static let scanning = "SCAN_QR_CODE"

    var isWorking: Bool { status == Self.working }

    /// Since when it is in its state, as far as that can be believed: before all others when it is yet to come.
    func stateBegan(by now: Timestamp) -> Timestamp {
        statusAt.isAhead(of: now) ? Timestamp(milliseconds: 0) : statusAt
    }

    /// - Throws: `StoreError` when the row is none of `channel`.
    init(_ row: Row) throws(StoreError) {
        id = try row.get("id")
        workspace = try row.get("workspace")
        provider = try row.get("provider")
        name = try row.get("name")
        baseURL = try row.get("base_url")
        session = try row.get("session")
        isConfigured = try row.get("configured")
        version = try row.get("version")
        createdAt = try row.get("created_at")
        syncsChats = try row.get("chat_sync")
        engine = try row.get("engine", as: String?.self).flatMap(WAHAEngine.init)
        status = try row.get("status")
        statusAt = try row.get("status_at")
    }
}
