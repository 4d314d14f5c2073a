/// A person has a notification, or one that they have not read yet tells of more.
package struct NotificationAdded: Event {
    package static let topic = "notification.added.v1"
    package static let stream = Stream.chat
    package var laneKey: String { staff.text }

    package var staff: StaffID
    package var notification: StaffNotification
    /// Whether it is one more that is unread; false when it was unread already.
    package var isNew: Bool

    package init(staff: StaffID, notification: StaffNotification, isNew: Bool) {
        self.staff = staff
        self.notification = notification
        self.isNew = isNew
    }
}

/// A person's notifications count as read: they have read them, in this window or another, or somebody has read what they
/// are about.
package struct NotificationsRead: Event {
    package static let topic = "notification.read.v1"
    package static let stream = Stream.chat
    package var laneKey: String { staff.text }

    package var staff: StaffID
    /// Nil for all that were there.
    package var ids: [NotificationID]?
    /// How many are left unread; nil for as many fewer as there are ids.
    package var unread: Int?

    package init(staff: StaffID, ids: [NotificationID]?, unread: Int? = nil) {
        self.staff = staff
        self.ids = ids
        self.unread = unread
    }
}
