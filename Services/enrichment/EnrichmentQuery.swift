import Store

/// The statements of this service; see `SQL/enrichment.sql`.
enum EnrichmentQuery: String, StatementName {
    case findIdentifiers = "find-identifiers"
    case claimIdentifier = "claim-identifier"
    case identifierOwner = "identifier-owner"
    case identifiers
    case moveIdentifiers = "move-identifiers"
    case addContact = "add-contact"
    case contact
    case contactToChange = "contact-to-change"
    case changeContact = "change-contact"
    case renameContact = "rename-contact"
    case endContact = "end-contact"
    case redirectContacts = "redirect-contacts"
    case recordMerge = "record-merge"
    case dueContacts = "due-contacts"
    case member
    case membersOfContact = "members-of-contact"
    case contactsOfMember = "contacts-of-member"
    case putMember = "put-member"
    case moveMembers = "move-members"
    case package
    case packagesOfMember = "packages-of-member"
    case putPackage = "put-package"
    case lead
    case leadsOfContact = "leads-of-contact"
    case putLead = "put-lead"
    case moveLeads = "move-leads"

    static let file = StatementFile(PackageResources.enrichment_sql)

    static let migrations = [Migration(version: 1, name: "people", bytes: PackageResources.v0001_people_sql)]
}
