import Store

/// The statements of `health.sql`.
enum HealthQuery: String, StatementName {
    case addEvents = "add-events"
    case setLastEvent = "set-last-event"
    case lastEvents = "last-events"
    case hours
    case forgetHours = "forget-hours"
    case move = "move-health"
    case one = "health"
    case countRestart = "count-restart"
    case resetRestarts = "reset-restarts"
    case statusBefore = "status-before"

    static let file = StatementFile(PackageResources.health_sql)
}
