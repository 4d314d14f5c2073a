import Store

/// The statements of `channels.sql`.
enum ChannelQuery: String, StatementName {
    case put = "put-channel"
    case bySession = "channel-by-session"
    case all = "all-channels"
    case one = "channel"
    case moveStatus = "move-status"
    case setEngine = "set-engine"

    static let file = StatementFile(PackageResources.channels_sql)
}
