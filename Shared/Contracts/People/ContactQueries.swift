/// The contacts of a workspace, the newest first.
package struct ListContacts: Request {
    package typealias Reply = Page<ContactEntry>
    package static let name = "contacts.list"
    package static let service = ServiceName.enrichment
    package var laneKey: String? { nil }

    /// A part of a name, or of a number in any of its forms; up to 128 characters.
    package var search: String?
    package var kind: ContactKind?
    /// 1 to 100.
    package var limit: Int
    package var cursor: String?
    /// The branch that the asker is limited to: theirs, and contacts of none. Nil for all.
    package var scope: String?
    /// Where numbers are typed without a country code, ISO 3166; what the service is set to when it is nil.
    package var country: String?

    package init(search: String?, kind: ContactKind?, limit: Int, cursor: String?, scope: String?) {
        self.search = search
        self.kind = kind
        self.limit = limit
        self.cursor = cursor
        self.scope = scope
    }
}

/// A contact as a list shows it.
package struct ContactEntry: Codable, Hashable, Sendable {
    package var contact: ContactBrief
    package var identifiers: [ContactIdentifier]
    package var version: Int

    package init(contact: ContactBrief, identifiers: [ContactIdentifier], version: Int) {
        self.contact = contact
        self.identifiers = identifiers
        self.version = version
    }
}

/// The members of a workspace by their ids.
package struct ListMembers: Request {
    package typealias Reply = Page<MemberEntry>
    package static let name = "members.list"
    package static let service = ServiceName.enrichment
    package var laneKey: String? { nil }

    /// A part of a name, a number, an e-mail address or an id; up to 128 characters.
    package var search: String?
    /// 1 to 100.
    package var limit: Int
    package var cursor: String?
    /// The branch that the asker is limited to; nil for all.
    package var scope: String?
    /// Where numbers are typed without a country code, ISO 3166; what the service is set to when it is nil.
    package var country: String?

    package init(search: String?, limit: Int, cursor: String?, scope: String?) {
        self.search = search
        self.limit = limit
        self.cursor = cursor
        self.scope = scope
    }
}

package struct MemberEntry: Codable, Hashable, Sendable {
    package var member: Member
    /// Whom the member's number leads to.
    package var contactId: ContactID?

    package init(member: Member, contactId: ContactID?) {
        self.member = member
        self.contactId = contactId
    }
}

/// The leads of a workspace by their ids.
package struct ListLeads: Request {
    package typealias Reply = Page<LeadEntry>
    package static let name = "leads.list"
    package static let service = ServiceName.enrichment
    package var laneKey: String? { nil }

    /// A part of a name, a number, an e-mail address or an id; up to 128 characters.
    package var search: String?
    package var status: Lead.Status?
    /// 1 to 100.
    package var limit: Int
    package var cursor: String?
    /// The branch that the asker is limited to; nil for all.
    package var scope: String?
    /// Where numbers are typed without a country code, ISO 3166; what the service is set to when it is nil.
    package var country: String?

    package init(search: String?, status: Lead.Status?, limit: Int, cursor: String?, scope: String?) {
        self.search = search
        self.status = status
        self.limit = limit
        self.cursor = cursor
        self.scope = scope
    }
}

package struct LeadEntry: Codable, Hashable, Sendable {
    package var lead: Lead
    /// Whom the lead's number leads to.
    package var contactId: ContactID?

    package init(lead: Lead, contactId: ContactID?) {
        self.lead = lead
        self.contactId = contactId
    }
}

/// The merges that a contact has been in, the newest first.
package struct ListMerges: Request {
    package typealias Reply = Page<ContactMerge>
    package static let name = "contacts.merges"
    package static let service = ServiceName.enrichment
    package var laneKey: String? { nil }

    package var contact: ContactID
    /// 1 to 100.
    package var limit: Int
    package var cursor: String?
    /// The branch that the asker is limited to; nil for all.
    package var scope: String?

    package init(contact: ContactID, limit: Int, cursor: String?, scope: String?) {
        self.contact = contact
        self.limit = limit
        self.cursor = cursor
        self.scope = scope
    }
}

/// One contact that turned out to be another.
package struct ContactMerge: Codable, Hashable, Sendable {
    package enum Reason: String, Codable, CaseIterable, Sendable {
        /// Staff have said so.
        case hand
        /// A provider has told identifiers of both together.
        case identifiers
    }

    package var id: ContactMergeID
    /// The contact that went into the other.
    package var contact: ContactID
    package var into: ContactID
    package var reason: Reason
    /// What went over, and goes back when it is undone.
    package var identifiers: [ContactIdentifier]
    package var mergedAt: Timestamp
    /// The name of the person who merged them.
    package var mergedBy: String?
    package var undoneAt: Timestamp?
    package var undoneBy: String?

    package init(
        id: ContactMergeID,
        contact: ContactID,
        into: ContactID,
        reason: Reason,
        identifiers: [ContactIdentifier],
        mergedAt: Timestamp
    ) {
        self.id = id
        self.contact = contact
        self.into = into
        self.reason = reason
        self.identifiers = identifiers
        self.mergedAt = mergedAt
    }
}
