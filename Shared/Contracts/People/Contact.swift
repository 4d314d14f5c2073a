/// What stands for a person in lists: who it is and the badge.
package struct ContactBrief: Codable, Hashable, Sendable {
    package var id: ContactID
    package var name: String?
    package var kind: ContactKind
    package var badge: Badge
    package var branch: String?
    /// Of the lead that they are or were, as its badge has it: `No Reply`, `Converted`; nil for who never was one.
    package var leadStatus: String?

    package init(id: ContactID, name: String?, kind: ContactKind, badge: Badge, branch: String?) {
        self.id = id
        self.name = name
        self.kind = kind
        self.badge = badge
        self.branch = branch
    }
}

/// What a contact is to the workspace. Members come before leads (ruling 4).
package enum ContactKind: String, Codable, CaseIterable, Sendable {
    case member, lead, unknown
}

/// The status badge of a contact (ruling 4).
package struct Badge: Codable, Hashable, Sendable {
    package enum Status: String, Codable, CaseIterable, Sendable {
        case active, expired, noPackage, lead, notAMember
    }

    package var status: Status
    /// `Active`, `Expired`, `No Package`, `Not a Member`, or the lead's status.
    package var label: String

    package init(status: Status, label: String) {
        self.status = status
        self.label = label
    }
}

/// One way to know a person (ruling 1). Unique in its workspace.
package struct ContactIdentifier: Codable, Hashable, Sendable {
    package enum Kind: String, Codable, CaseIterable, Sendable {
        /// E.164: `+60123456789`.
        case phone
        /// `987654321@lid`.
        case lid
        /// `120363000000000000@g.us`.
        case group
    }

    package var kind: Kind
    package var value: String

    package init(kind: Kind, value: String) {
        self.kind = kind
        self.value = value
    }
}

/// A person is now so: what others show of them has changed.
package struct ContactChanged: Event {
    package static let topic = "contact.changed.v1"
    package static let stream = Stream.people
    /// The last event of a merged contact comes in the lane of the one that stays, before that one's.
    package var laneKey: String { (mergedInto ?? contact.id).text }

    package var contact: ContactBrief
    /// All of them; none when the contact was merged.
    package var identifiers: [ContactIdentifier]
    /// How often each of the identifiers has changed hands, in their order. Contacts are told in several lanes: of two
    /// that name an identifier, a hearer believes the one with the higher count. Nil counts as never.
    package var identifierMoves: [Int]?
    /// Counts the changes of this contact; a hearer keeps the highest.
    package var version: Int
    /// The contact that this one turned out to be.
    package var mergedInto: ContactID?

    package init(
        contact: ContactBrief,
        identifiers: [ContactIdentifier],
        version: Int,
        mergedInto: ContactID? = nil
    ) {
        self.contact = contact
        self.identifiers = identifiers
        self.version = version
        self.mergedInto = mergedInto
    }
}
