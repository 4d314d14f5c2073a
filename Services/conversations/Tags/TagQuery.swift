import Store

/// The statements of `tags.sql`.
enum TagQuery: String, StatementName {
    case tags
    case tag
    case tagToUse = "tag-to-use"
    case tagToChange = "tag-to-change"
    case countTagged = "count-tagged"
    case lastPlace = "last-place"
    case addTag = "add-tag"
    case tagNamed = "tag-named"
    case setTag = "set-tag"
    case lastChangeOfTag = "last-change-of-tag"
    case removeTag = "remove-tag"
    case takeOffEverywhere = "take-off-everywhere"
    case removeTagged = "remove-tagged"
    case tagConversation = "tag-conversation"
    case untagConversation = "untag-conversation"
    case writeTagOn = "write-tag-on"
    case wipeTagOff = "wipe-tag-off"

    static let file = StatementFile(PackageResources.tags_sql)
}
