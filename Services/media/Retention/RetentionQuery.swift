import Store

/// The statements of `retention.sql`.
enum RetentionQuery: String, StatementName {
    case rules
    case rulesOf = "rules-of"
    case removeRules = "remove-rules"
    case addRule = "add-rule"
    case aged
    case expire
    case watch
    case watchOn = "watch-on"
    case due
    case doom
    case need
    case derivedOf = "derived-of"
    case removeDerivedOf = "remove-derived-of"
    case forget

    static let file = StatementFile(PackageResources.retention_sql)
}
