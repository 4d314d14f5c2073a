import Contracts
import FoundationEssentials
import Store

/// A token for another program, which acts for the one who made it, within limits.
struct APIToken: Codable, Sendable {
    /// What tells it from a token of a sign-in.
    static let prefix = "mynah_"

    var id: String
    var name: String
    /// Whom it acts for.
    var staffId: StaffID
    /// What it is for: module → actions. Of these it may what its owner may.
    var permissions: [String: [PermissionAction]]
    /// The only channels that it is for; absent for all of them.
    var channels: [ChannelID]?
    var createdAt: Timestamp
    /// Absent when it lasts until it is deleted.
    var expiresAt: Timestamp?

    init(_ row: Row) throws {
        id = try row.get("id")
        name = try row.get("name")
        staffId = try row.get("staff")
        permissions = try Self.permissions(row).listed
        channels = try Self.channels(row)
        createdAt = try row.get("created_at")
        expiresAt = try row.get("expires_at")
    }

    /// Who acts by a token; nil when it does not count any more.
    static func caller(_ pass: Pass, at now: Timestamp, in reader: any Reader) throws -> Caller? {
        guard let row = try reader.first(TokenQuery.staffByAPIToken, pass.hash, now) else { return nil }
        let staff = try Staff(row)
        let owners = try StaffTable(workspace: staff.workspaceId).permissions(of: staff, in: reader)
        var pass = pass
        pass.expiresAt = try row.get("expires_at")
        pass.tokenID = try row.get("token")
        return Caller(
            workspace: staff.workspaceId,
            staff: staff,
            permissions: owners.intersection(try permissions(row)),
            pass: pass,
            channels: try channels(row).map(Set.init),
            country: try row.get("country")
        )
    }

    /// Without what this version does not know.
    private static func permissions(_ row: Row) throws -> Permissions {
        let text: String = try row.get("permissions")
        let listed = try JSONDecoder().decode([String: [String]].self, from: Data(text.utf8))
        let known = listed.flatMap { module, actions in
            actions.compactMap { action -> Permission? in
                guard let module = PermissionModule(rawValue: module), let action = PermissionAction(rawValue: action)
                else { return nil }
                return Permission(module: module, action: action)
            }
        }
        return Permissions(Set(known))
    }

    private static func channels(_ row: Row) throws -> [ChannelID]? {
        let text: String? = try row.get("channels")
        return try text.map { try JSONDecoder().decode([ChannelID].self, from: Data($0.utf8)) }
    }
}

/// A token that is to be.
struct NewAPIToken: Codable, Sendable {
    /// 1 to 100 characters.
    var name: String
    /// Module → actions, of those that you have.
    var permissions: [String: [PermissionAction]]
    /// Up to 100; absent for all channels. A token for some channels reaches only what belongs to them; of files those that
    /// their conversations show, those it put in, and the gallery's.
    var channels: [ChannelID]?
    /// Absent when it lasts until it is deleted.
    var expiresAt: Timestamp?
}

/// A token that was just made.
struct MadeAPIToken: Codable, Sendable {
    /// Send it as `Authorization: Bearer …`. It is shown this once.
    var token: String
    var details: APIToken
}
