import Store

/// The statements of `tokens.sql`.
enum TokenQuery: String, StatementName {
    case addToken = "add-token"
    case tokens
    case oneToken = "one-token"
    case deleteToken = "delete-token"
    case touchByAPIToken = "touch-by-api-token"
    case endTokensOf = "end-tokens-of"
    case staffByAPIToken = "staff-by-api-token"

    static let file = StatementFile(PackageResources.tokens_sql)
}
