import Store

/// The statements of `channels.sql`.
enum ChannelQuery: String, StatementName {
    case putConfigured = "put-configured"
    case configured = "configured-channel"
    case configure = "configure-channel"
    case unconfigure
    case add = "add-channel"
    case update = "update-channel"
    case remove = "remove-channel"
    case otherAt = "other-channel-at"
    case all = "all-channels"
    case one = "channel"
    case moveStatus = "move-status"
    case statusOf = "status-of"
    case setEngine = "set-engine"
    case webhookTold = "webhook-told"
    case tellWebhook = "tell-webhook"

    static let file = StatementFile(PackageResources.channels_sql)
}
