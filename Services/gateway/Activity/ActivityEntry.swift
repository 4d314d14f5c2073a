import Contracts
import Crypto
import Store

/// One link of a workspace's chain.
struct ActivityEntry: Codable, Hashable, Sendable {
    /// 1 for the first; there are no gaps.
    var number: Int
    var at: Timestamp
    /// Absent for what no person did.
    var staff: StaffID?
    /// The id of the API token by which it was done.
    var token: String?
    /// A route, `POST /api/staff/{id}/deactivate`, or an event, `message.added`, `session.changed`.
    var action: String
    /// The id of what it was done to.
    var object: String?
    /// The id of what inside of that: of the message in a conversation.
    var part: String?
    var ip: String?
    /// `done`, `refused <status> <code>`, `failed`, `unknown`; of a message or a session its status.
    var outcome: String
    var request: String?
    /// The SHA-256 of the hash before, the workspace and all of the above; 64 hexadecimal digits.
    var hash: String

    /// The next link.
    init(_ draft: ActivityDraft, number: Int, at: Timestamp, after previous: String) {
        self.number = number
        self.at = at
        staff = draft.staff
        token = draft.token
        action = draft.action
        object = draft.object
        part = draft.part
        ip = draft.ip
        outcome = draft.outcome
        request = draft.request
        hash = ""
        hash = link(to: previous, in: draft.workspace)
    }

    /// - Throws: `StoreError` when the row is not one of the log.
    init(_ row: Row) throws(StoreError) {
        number = try row.get("number")
        at = try row.get("at")
        staff = try row.get("staff")
        token = try row.get("token")
        action = try row.get("action")
        object = try row.get("object")
        part = try row.get("part")
        ip = try row.get("ip")
        outcome = try row.get("outcome")
        request = try row.get("request")
        hash = try row.get("hash")
    }

    func columns(in workspace: WorkspaceID) -> [any SQLBindable] {
        [workspace, number, at, staff, token, action, object, part, ip, outcome, request, hash]
    }

    /// What the hash must be. Each field is preceded by its length, so that no two entries are written alike.
    func link(to previous: String, in workspace: WorkspaceID) -> String {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(512)
        let fields = [
            previous, workspace.text, String(number), String(at.milliseconds), staff?.text, token, action, object, part,
            ip, outcome, request,
        ]
        for field in fields {
            guard let field else {
                bytes.append(UInt8(ascii: "-"))
                continue
            }
            bytes += String(field.utf8.count).utf8
            bytes.append(UInt8(ascii: ":"))
            bytes += field.utf8
        }
        return SHA256.hex(of: bytes)
    }
}
