import Store

/// The statements of `ingest.sql`.
enum IngestQuery: String, StatementName {
    case know = "know-webhook"
    case keep = "keep-webhooks"
    case old = "old-webhooks"
    case forget = "forget-webhook"
    case drop = "drop-webhooks"
    case history
    case knowHistory = "know-history"
    case believeHistory = "believe-history"
    case coverHistory = "cover-history"
    case beginHistory = "begin-history"
    case reachHistory = "reach-history"
    case finishHistory = "finish-history"
    case dropHistory = "drop-history"

    static let file = StatementFile(PackageResources.ingest_sql)
}
