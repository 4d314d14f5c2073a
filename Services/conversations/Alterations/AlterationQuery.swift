import Store

/// The statements of `alterations.sql`.
enum AlterationQuery: String, StatementName {
    case put = "put-alteration"
    case all = "alterations"
    case alteredBy = "altered-by"
    case messagesKnownAs = "messages-known-as"
    case keepOriginal = "keep-original"
    case original
    case alterMessage = "alter-message"

    static let file = StatementFile(PackageResources.alterations_sql)
}
