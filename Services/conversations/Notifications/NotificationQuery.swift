import Store

/// The statements of `notifications.sql`.
enum NotificationQuery: String, StatementName {
    case peopleOfChats = "people-of-chats"
    case peopleOfChannels = "people-of-channels"
    case personOfChats = "person-of-chats"
    case add = "add-notification"
    case list = "notifications"
    case countUnread = "count-unread"
    case one = "notification"
    case read = "read-notification"
    case readAll = "read-all-notifications"
    case readOfSubject = "read-of-subject"
    case readRestOfSubject = "read-rest-of-subject"
    case move = "move-notifications"
    case preferences
    case setPreferences = "set-preferences"
    case takeSession = "take-session"
    case setSession = "set-session"
    case removeOld = "remove-old"

    static let file = StatementFile(PackageResources.notifications_sql)
}
