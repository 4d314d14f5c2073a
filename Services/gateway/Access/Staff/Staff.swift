import Contracts
import Store

/// A person who works in a workspace, as clients see them.
struct Staff: Codable, Hashable, Sendable {
    enum Status: String, Codable, CaseIterable, Sendable, SQLBindable, SQLReadable {
        case active, inactive
    }

    var id: StaffID
    var workspaceId: WorkspaceID
    var email: String
    var name: String
    var role: RoleName
    /// Only active staff sign in and are assigned.
    var status: Status
    /// The branch they belong to; absent when they see all of them.
    var branch: String?
    /// Counts the changes.
    var version: Int
    var createdAt: Timestamp

    /// - Throws: `StoreError` when the row is not one of staff.
    init(_ row: Row) throws {
        id = try row.get("id")
        workspaceId = try row.get("workspace")
        email = try row.get("email")
        name = try row.get("name")
        role = try row.get("role")
        status = try row.get("status")
        branch = try row.get("branch")
        version = try row.get("version")
        createdAt = try row.get("created_at")
    }

    /// As the other services know them.
    /// - Parameter permissions: the role's and the person's own, merged.
    func profile(_ permissions: Permissions) -> StaffProfile {
        var profile = StaffProfile(
            id: id,
            name: name,
            email: email,
            branch: branch,
            active: status == .active,
            version: version
        )
        profile.viewsChats = permissions.allow(.view, .chats)
        profile.writesChats = permissions.allow(.edit, .chats)
        profile.managesChannels = permissions.allow(.edit, .channels)
        return profile
    }
}

/// One of the staff and all that they may do.
struct StaffMember: Codable, Sendable {
    var staff: Staff
    /// The role's and the person's own, merged: module → actions.
    var permissions: [String: [PermissionAction]]
    /// What the person may do beyond the role.
    var allow: [String: [PermissionAction]]
    /// What the person may not do although the role may.
    var deny: [String: [PermissionAction]]
}

/// One of the staff, as colleagues need to know them: for names and for assigning.
struct StaffEntry: Codable, Sendable {
    var id: StaffID
    var name: String
    /// Absent when they see all branches.
    var branch: String?
    var active: Bool

    init(_ staff: Staff) {
        id = staff.id
        name = staff.name
        branch = staff.branch
        active = staff.status == .active
    }
}
