import Store

/// The statements of this service; see `SQL/enrichment.sql`.
enum EnrichmentQuery: String, StatementName {
    case findIdentifiers = "find-identifiers"
    case claimIdentifier = "claim-identifier"
    case identifierOwner = "identifier-owner"
    case identifiers
    case moveIdentifiers = "move-identifiers"
    case returnIdentifier = "return-identifier"
    case addContact = "add-contact"
    case contact
    case contactToChange = "contact-to-change"
    case changeContact = "change-contact"
    case renameContact = "rename-contact"
    case giveName = "give-name"
    case endContact = "end-contact"
    case reviveContact = "revive-contact"
    case contacts
    case redirectContacts = "redirect-contacts"
    case returnContact = "return-contact"
    case recordMerge = "record-merge"
    case merge
    case mergesOfContact = "merges-of-contact"
    case undoMerge = "undo-merge"
    case keepApart = "keep-apart"
    case keptApart = "kept-apart"
    case letTogether = "let-together"
    case link
    case unlinkOthers = "unlink-others"
    case moveLinks = "move-links"
    case returnLink = "return-link"
    case dueContacts = "due-contacts"
    case member
    case membersOfContact = "members-of-contact"
    case contactsOfMember = "contacts-of-member"
    case members
    case putMember = "put-member"
    case moveMembers = "move-members"
    case returnMember = "return-member"
    case package
    case packagesOfMember = "packages-of-member"
    case putPackage = "put-package"
    case lead
    case leadsOfContact = "leads-of-contact"
    case contactsOfLead = "contacts-of-lead"
    case leads
    case putLead = "put-lead"
    case setLeadStatus = "set-lead-status"
    case moveLeads = "move-leads"
    case returnLead = "return-lead"
    case removeMember = "remove-member"
    case removePackage = "remove-package"
    case removeLead = "remove-lead"
    case awaitLid = "await-lid"
    case forgetLid = "forget-lid"
    case takeLids = "take-lids"
    case putOffLid = "put-off-lid"
    case askLidsAgain = "ask-lids-again"

    static let file = StatementFile(PackageResources.enrichment_sql)

    static let migrations = [
        Migration(version: 1, name: "people", bytes: PackageResources.v0001_people_sql),
        Migration(version: 2, name: "lid_lookup", bytes: PackageResources.v0002_lid_lookup_sql),
        Migration(version: 3, name: "crm", bytes: PackageResources.v0003_crm_sql),
    ]
}
