import Store

/// The statements of `gestures.sql`.
enum GestureQuery: String, StatementName {
    case add = "add-gesture"
    case gesture
    case end = "end-gesture"
    case refuse = "refuse-gesture"
    case refused = "refused-gestures"
    case alteration
    case withdraw = "withdraw-alteration"

    static let file = StatementFile(PackageResources.gestures_sql)
}
