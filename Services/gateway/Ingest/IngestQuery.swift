import Store

/// The statements of `ingest.sql`.
enum IngestQuery: String, StatementName {
    case store = "store-webhook"
    case prune = "prune-webhooks"
    case history
    case knowHistory = "know-history"
    case coverHistory = "cover-history"
    case beginHistory = "begin-history"
    case reachHistory = "reach-history"
    case finishHistory = "finish-history"
    case dropHistory = "drop-history"

    static let file = StatementFile(PackageResources.ingest_sql)
}
