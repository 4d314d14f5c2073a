import Store

/// The statements of `people.sql`.
enum PeopleQuery: String, StatementName {
    case contact
    case setContact = "set-contact"
    case identifiers
    case setIdentifier = "set-identifier"
    case freeIdentifier = "free-identifier"
    case changeConversationsWith = "change-conversations-with"
    case setStanding = "set-standing"
    case setPair = "set-pair"
    case phoneBehind = "phone-behind"
    case phonesBehind = "phones-behind"
    case conversationsWith = "conversations-with"
    case contactsBehind = "contacts-behind"

    static let file = StatementFile(PackageResources.people_sql)
}
