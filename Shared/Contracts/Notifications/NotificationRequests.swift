/// A person's notifications, what happened last first, and how many are unread. Those about conversations that the person
/// does not see any more are left out.
package struct ListNotifications: Request {
    package typealias Reply = NotificationList
    package static let name = "notifications.list"
    package static let service = ServiceName.conversations
    package var laneKey: String? { nil }

    package var staff: StaffID
    package var unreadOnly: Bool
    /// 1 to 100.
    package var limit: Int
    package var cursor: String?

    package init(staff: StaffID, unreadOnly: Bool = false, limit: Int = 50, cursor: String? = nil) {
        self.staff = staff
        self.unreadOnly = unreadOnly
        self.limit = limit
        self.cursor = cursor
    }
}

/// One page of notifications.
package struct NotificationList: Codable, Sendable {
    package var items: [StaffNotification]
    package var nextCursor: String?
    package var hasMore: Bool
    /// Of all, not of this page alone.
    package var unread: Int

    package init(items: [StaffNotification], nextCursor: String?, unread: Int) {
        self.items = items
        self.nextCursor = nextCursor
        hasMore = nextCursor != nil
        self.unread = unread
    }
}

/// Marks one notification of a person as read, or all of them; both may be repeated. Throws `not_found` for another's.
package struct ReadNotifications: Request {
    package typealias Reply = UnreadNotifications
    package static let name = "notifications.read"
    package static let service = ServiceName.conversations
    package var laneKey: String? { staff.text }

    package var staff: StaffID
    /// Nil for all.
    package var notification: NotificationID?

    package init(staff: StaffID, notification: NotificationID? = nil) {
        self.staff = staff
        self.notification = notification
    }
}

/// What is left.
package struct UnreadNotifications: Codable, Hashable, Sendable {
    package var unread: Int

    package init(unread: Int) {
        self.unread = unread
    }
}

/// How a person wants to be told.
package struct ShowNotificationPreferences: Request {
    package typealias Reply = NotificationPreferences
    package static let name = "notifications.preferences"
    package static let service = ServiceName.conversations
    package var laneKey: String? { nil }

    package var staff: StaffID

    package init(staff: StaffID) {
        self.staff = staff
    }
}

/// Replaces how a person wants to be told. Throws `invalid` naming each field.
package struct SetNotificationPreferences: Request {
    package typealias Reply = NotificationPreferences
    package static let name = "notifications.set-preferences"
    package static let service = ServiceName.conversations
    package var laneKey: String? { staff.text }

    package var staff: StaffID
    package var preferences: NotificationPreferences

    package init(staff: StaffID, preferences: NotificationPreferences) {
        self.staff = staff
        self.preferences = preferences
    }
}
