import Store

/// The statements of `sending.sql`.
enum SendQuery: String, StatementName {
    case add = "add-send"
    case next = "next-to-send"
    case claim = "claim-send"
    case isOptedOut = "is-opted-out"
    case postpone = "postpone-send"
    case requeue = "requeue-send"
    case settle = "settle-send"
    case refuse = "refuse-send"
    case doubt = "doubt-send"
    case orphans = "orphaned-sends"
    case nextToCheck = "next-to-check"
    case checkLater = "check-later"
    case giveUp = "give-up-send"
    case ofRemovedChannels = "sends-of-removed-channels"
    case seen = "seen-send"
    case owner = "owner-of-id"
    case taken = "taken-ids"
    case way = "way-of-send"
    case prune = "prune-sends"
    case addReadReceipt = "add-read-receipt"
    case nextReadReceipts = "next-read-receipts"
    case endReadReceipt = "end-read-receipt"
    case retryReadReceipt = "retry-read-receipt"

    static let file = StatementFile(PackageResources.sending_sql)
}
