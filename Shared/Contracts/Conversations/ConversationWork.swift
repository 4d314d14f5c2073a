/// A person of the staff in one line.
package struct StaffBrief: Codable, Hashable, Sendable {
    package var id: StaffID
    package var name: String

    package init(id: StaffID, name: String) {
        self.id = id
        self.name = name
    }
}

package enum ConversationStatus: String, Codable, CaseIterable, Sendable {
    case active, ended
}

/// Who holds a conversation: the one token that says who may write (ruling 14).
package struct ConversationControl: Codable, Hashable, Sendable {
    package enum Holder: String, Codable, CaseIterable, Sendable {
        /// A flow: staff wait until one of them takes over.
        case bot
        /// A person: others wait until they are given it.
        case staff
    }

    package var holder: Holder
    /// The person, when it is one.
    package var staff: StaffBrief?
    package var since: Timestamp
    /// Who has asked the holder for it.
    package var requestedBy: StaffBrief?

    package init(holder: Holder, staff: StaffBrief?, since: Timestamp, requestedBy: StaffBrief?) {
        self.holder = holder
        self.staff = staff
        self.since = since
        self.requestedBy = requestedBy
    }
}

/// One assignment of a conversation, running or past.
package struct Assignment: Codable, Hashable, Sendable {
    package var id: String
    package var staff: StaffBrief
    /// Who assigned them; nil when no person did.
    package var by: StaffBrief?
    package var from: Timestamp
    /// Nil while it runs.
    package var to: Timestamp?
    package var endedBy: StaffBrief?

    package init(
        id: String,
        staff: StaffBrief,
        by: StaffBrief?,
        from: Timestamp,
        to: Timestamp?,
        endedBy: StaffBrief?
    ) {
        self.id = id
        self.staff = staff
        self.by = by
        self.from = from
        self.to = to
        self.endedBy = endedBy
    }
}
