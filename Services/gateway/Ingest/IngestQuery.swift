import Store

/// The statements of `ingest.sql`.
enum IngestQuery: String, StatementName {
    case store = "store-webhook"
    case prune = "prune-webhooks"
    case last = "last-webhook"

    static let file = StatementFile(PackageResources.ingest_sql)
}
