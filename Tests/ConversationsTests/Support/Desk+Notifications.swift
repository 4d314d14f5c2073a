import Contracts
import Store

@testable import conversations

extension Desk {
    func hear(_ event: SessionChanged) async throws {
        try await hear(Desk.workspace) { try SessionNotices(turn: $0).changed(event) }
    }

    func hear(_ event: SessionHealthChanged) async throws {
        try await hear(Desk.workspace) { try SessionNotices(turn: $0).healthChanged(event) }
    }

    func notifications(
        of staff: StaffBrief,
        unreadOnly: Bool = false,
        limit: Int = 50,
        cursor: String? = nil,
        _ workspace: WorkspaceID = Desk.workspace
    ) async throws -> NotificationList {
        let request = ListNotifications(staff: staff.id, unreadOnly: unreadOnly, limit: limit, cursor: cursor)
        return try await store.read { try NotificationListing(workspace: workspace, reader: $0).list(request) }
    }

    /// What a person has, the latest first.
    func kinds(of staff: StaffBrief, unreadOnly: Bool = true) async throws -> [StaffNotification.Kind] {
        try await notifications(of: staff, unreadOnly: unreadOnly).items.map(\.kind)
    }

    @discardableResult
    func read(_ notification: NotificationID? = nil, of staff: StaffBrief) async throws -> Int {
        let request = ReadNotifications(staff: staff.id, notification: notification)
        return try await turn { try NotificationDesk(turn: $0).read(request) }.unread
    }

    func prefer(_ preferences: NotificationPreferences, _ staff: StaffBrief) async throws -> NotificationPreferences {
        let request = SetNotificationPreferences(staff: staff.id, preferences: preferences)
        return try await turn { try NotificationDesk(turn: $0).set(request) }
    }

    func markRead(_ conversation: ConversationID) async throws {
        try await turn { _ = try ReadMarks(turn: $0).markRead(MarkRead(conversation: conversation)) }
    }
}
