import Bus
import Contracts
import HTTPServer

/// What the one who is signed in should know, and how they want to be told.
struct NotificationHandlers: Sendable {
    let bus: Bus

    func list(_ call: Call<Caller, NotificationListQuery, NoBody>) async throws -> NotificationList {
        let request = ListNotifications(
            staff: try call.identity.inPerson().staff.id,
            unreadOnly: call.query.unread ?? false,
            limit: call.query.limit ?? 50,
            cursor: call.query.cursor
        )
        return try await bus.ask(request, workspace: call.identity.workspace)
    }

    func readAll(_ call: Call<Caller, NoQuery, NoBody>) async throws -> UnreadNotifications {
        let request = ReadNotifications(staff: try call.identity.inPerson().staff.id)
        return try await bus.ask(request, workspace: call.identity.workspace)
    }

    func read(_ call: Call<Caller, NoQuery, NoBody>) async throws -> UnreadNotifications {
        let request = try ReadNotifications(
            staff: call.identity.inPerson().staff.id,
            notification: call.path.id("id")
        )
        return try await bus.ask(request, workspace: call.identity.workspace)
    }

    func preferences(_ call: Call<Caller, NoQuery, NoBody>) async throws -> NotificationPreferences {
        let request = ShowNotificationPreferences(staff: try call.identity.inPerson().staff.id)
        return try await bus.ask(request, workspace: call.identity.workspace)
    }

    func setPreferences(
        _ call: Call<Caller, NoQuery, NotificationPreferences>
    ) async throws -> NotificationPreferences {
        let request = SetNotificationPreferences(
            staff: try call.identity.inPerson().staff.id,
            preferences: call.body
        )
        return try await bus.ask(request, workspace: call.identity.workspace)
    }
}

struct NotificationListQuery: Codable, Sendable {
    /// `true`: only those that are unread.
    var unread: Bool?
    /// 1 to 100; 50 when absent.
    var limit: Int?
    var cursor: String?
}
