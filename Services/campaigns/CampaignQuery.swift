import Store

/// The statements of `campaign.sql`.
enum CampaignQuery: String, StatementName {
    case add
    case show
    case list
    case counts
    case move
    case lastPosition = "last-position"
    case addRecipient = "add-recipient"
    case recipients
    case recipientsInStatus = "recipients-in-status"
    case skipWaiting = "skip-waiting"
    case running
    case hold
    case countQueued = "count-queued"
    case nextWaiting = "next-waiting"
    case queue
    case statusOf = "status-of"
    case report
    case markUntold = "mark-untold"
    case untold
    case markTold = "mark-told"

    static let file = StatementFile(PackageResources.campaign_sql)
}
