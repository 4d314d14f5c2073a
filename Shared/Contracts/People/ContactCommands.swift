/// Who changes a contact, on what grounds.
package struct ContactChange: Codable, Hashable, Sendable {
    /// The version that the writer has seen; when it is older than the contact's, the answer is 409 `conflict`. Nil
    /// changes it whatever it is.
    package var version: Int?
    /// The name of the person.
    package var by: String?
    /// The branch that they are limited to; nil for all.
    package var scope: String?

    package init(version: Int? = nil, by: String? = nil, scope: String? = nil) {
        self.version = version
        self.by = by
        self.scope = scope
    }
}

/// Links a contact with a member or a lead by hand, or takes the one it has off it. Such a link goes before what the
/// numbers say, and one taken off is not matched again.
package struct LinkContact: Request {
    package typealias Reply = ContactCard
    package static let name = "contacts.link"
    package static let service = ServiceName.enrichment
    package var laneKey: String? { "people" }

    package enum Kind: String, Codable, CaseIterable, Sendable {
        case member, lead
    }

    package var contact: ContactID
    package var kind: Kind
    /// Of the member or lead; nil takes off the one that the contact has.
    package var record: String?
    package var change: ContactChange

    package init(contact: ContactID, kind: Kind, record: String?, change: ContactChange) {
        self.contact = contact
        self.kind = kind
        self.record = record
        self.change = change
    }
}

/// Gives a contact a name, which goes before all others.
package struct NameContact: Request {
    package typealias Reply = ContactCard
    package static let name = "contacts.name"
    package static let service = ServiceName.enrichment
    package var laneKey: String? { "people" }

    package var contact: ContactID
    /// Up to 200 characters; empty takes the given name away.
    package var givenName: String
    package var change: ContactChange

    package init(contact: ContactID, givenName: String, change: ContactChange) {
        self.contact = contact
        self.givenName = givenName
        self.change = change
    }
}

/// Makes one contact of two: all that is known of the first goes to the second. Conversations follow; each stays a
/// thread of its own, with its address.
///
/// Throws 409 `conflict` when either is part of another contact by now.
package struct MergeContacts: Request {
    package typealias Reply = ContactCard
    package static let name = "contacts.merge"
    package static let service = ServiceName.enrichment
    package var laneKey: String? { "people" }

    package var contact: ContactID
    package var into: ContactID
    package var change: ContactChange

    package init(contact: ContactID, into: ContactID, change: ContactChange) {
        self.contact = contact
        self.into = into
        self.change = change
    }
}

/// Takes a merge back: what went over returns, and the two are not merged again but by hand.
///
/// Throws 409 `conflict` when it has been undone.
package struct UndoMerge: Request {
    package typealias Reply = ContactMerge
    package static let name = "contacts.undo-merge"
    package static let service = ServiceName.enrichment
    package var laneKey: String? { "people" }

    package var merge: ContactMergeID
    package var change: ContactChange

    package init(merge: ContactMergeID, change: ContactChange) {
        self.merge = merge
        self.change = change
    }
}

/// Moves a lead to another status, and tells the contacts that show it.
///
/// An upload changes the status again only when it brings another one than the upload before.
package struct SetLeadStatus: Request {
    package typealias Reply = LeadEntry
    package static let name = "leads.set-status"
    package static let service = ServiceName.enrichment
    package var laneKey: String? { "people" }

    /// 1 to 128 characters.
    package var lead: String
    package var status: Lead.Status
    /// The version of the lead that the writer has seen; when it is another now, the answer is 409 `conflict`.
    package var version: Int
    /// The name of the person.
    package var by: String?
    /// The branch that they are limited to; nil for all.
    package var scope: String?

    package init(lead: String, status: Lead.Status, version: Int, by: String?, scope: String?) {
        self.lead = lead
        self.status = status
        self.version = version
        self.by = by
        self.scope = scope
    }
}
