/// A person who works in a workspace, as the other services know them.
package struct StaffProfile: Codable, Hashable, Sendable {
    package var id: StaffID
    package var name: String
    package var email: String
    /// The branch they belong to; nil when they see all of them.
    package var branch: String?
    /// Only active staff sign in and are assigned.
    package var active: Bool
    /// Counts the changes; an older one is never put over a newer one.
    package var version: Int
    /// Whether they may view conversations; nil is told by none but older versions, and means yes.
    package var viewsChats: Bool?
    /// Whether they may write in conversations; nil is told by none but older versions, and means what ``viewsChats`` does.
    package var writesChats: Bool?
    /// Whether they may change the connected numbers; nil means no.
    package var managesChannels: Bool?

    package init(id: StaffID, name: String, email: String, branch: String?, active: Bool, version: Int) {
        self.id = id
        self.name = name
        self.email = email
        self.branch = branch
        self.active = active
        self.version = version
    }
}

/// A person of the staff is new or now so.
package struct StaffChanged: Event {
    package static let topic = "staff.changed.v1"
    package static let stream = Stream.access
    package var laneKey: String { staff.id.text }

    package var staff: StaffProfile

    package init(staff: StaffProfile) {
        self.staff = staff
    }
}
