import Contracts
import Store

/// What a person does with their notifications.
struct NotificationDesk {
    let turn: Turn

    private var transaction: any Transaction { turn.transaction }

    /// - Throws: `Problem` 404, also for a notification of somebody else.
    func read(_ request: ReadNotifications) throws -> UnreadNotifications {
        let (workspace, staff, now) = (turn.workspace, request.staff, turn.now)
        let changed: Int
        if let id = request.notification {
            guard try transaction.first(NotificationQuery.one, workspace, staff, id) != nil else {
                throw Problem.notFound("notification")
            }
            changed = try transaction.run(NotificationQuery.read, workspace, staff, id, now)
        } else {
            changed = try transaction.run(NotificationQuery.readAll, workspace, staff, now)
        }
        let unread = try NotificationListing.unread(of: staff, workspace, in: transaction)
        if changed > 0 {
            let ids = request.notification.map { [$0] }
            try turn.emit(NotificationsRead(staff: staff, ids: ids, unread: unread))
        }
        return UnreadNotifications(unread: unread)
    }

    /// - Throws: `Problem` 422 naming each field.
    func set(_ request: SetNotificationPreferences) throws -> NotificationPreferences {
        let preferences = try request.preferences.validated()
        let muted = preferences.muted.map { ";" + $0.rawValue }.joined()
        let values: [any SQLBindable] = [
            turn.workspace, request.staff, muted.isEmpty ? "" : muted + ";", preferences.sound, preferences.language,
            preferences.quietHours?.from, preferences.quietHours?.to,
        ]
        try transaction.run(NotificationQuery.setPreferences, arguments: values)
        return preferences
    }
}

extension NotificationPreferences {
    /// Each kind once, in the order of the kinds.
    /// - Throws: `Problem` 422 naming each field.
    fileprivate func validated() throws(Problem) -> NotificationPreferences {
        var problems: [FieldProblem] = []
        if !Self.isName(sound) {
            problems.append(FieldProblem("sound", "must have 1 to 64 letters, digits, _ and -"))
        }
        if !Self.isTag(language) {
            problems.append(FieldProblem("language", "must be a language tag: en, ms-MY"))
        }
        if let quietHours {
            for (field, time) in [("from", quietHours.from), ("to", quietHours.to)] where !Self.isTime(time) {
                problems.append(FieldProblem("quietHours.\(field)", "must be a time of day: 22:00"))
            }
        }
        guard problems.isEmpty else { throw .invalid(problems) }
        var preferences = self
        preferences.muted = StaffNotification.Kind.allCases.filter(muted.contains)
        return preferences
    }

    private static func isName(_ text: String) -> Bool {
        (1...64).contains(text.utf8.count)
            && text.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_" || $0 == "-") }
    }

    /// A language of 2 to 8 letters, and up to three parts more.
    private static func isTag(_ text: String) -> Bool {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard (1...4).contains(parts.count), (2...8).contains(parts[0].utf8.count) else { return false }
        return parts.enumerated().allSatisfy { index, part in
            (1...8).contains(part.utf8.count)
                && part.allSatisfy { $0.isASCII && ($0.isLetter || (index > 0 && $0.isNumber)) }
        }
    }

    /// `00:00` to `23:59`.
    private static func isTime(_ text: String) -> Bool {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2, parts.allSatisfy({ $0.utf8.count == 2 && $0.allSatisfy { "0"..."9" ~= $0 } }) else {
            return false
        }
        return parts[0] < "24" && parts[1] < "60"
    }
}
