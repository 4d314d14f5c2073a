import Contracts
import Store

/// Tells who may set channels up that messages of one no longer travel, and that they do again: once each, whether the
/// provider says so or the gateway finds out (ruling 9).
struct SessionNotices {
    let turn: Turn

    private var transaction: any Transaction { turn.transaction }

    func changed(_ event: SessionChanged) throws {
        try change(event.channel, name: event.name ?? event.session) { session in
            guard event.at >= session.statusAt else { return }
            (session.status, session.statusAt) = (event.status, event.at)
            if event.status == KnownSession.working { session.hasWorked = true }
        }
    }

    func healthChanged(_ event: SessionHealthChanged) throws {
        try change(event.channel, name: event.name ?? event.session) { session in
            guard event.at >= session.healthAt else { return }
            (session.health, session.healthAt) = (event.health.rawValue, event.at)
        }
    }

    private func change(_ channel: ChannelID, name: String, _ change: (inout KnownSession) -> Void) throws {
        guard let row = try transaction.first(NotificationQuery.takeSession, turn.workspace, channel, name) else {
            return
        }
        let before = try KnownSession(row)
        var session = before
        change(&session)
        session.isTroubled = session.trouble != nil
        guard session != before else { return }
        let values: [any SQLBindable] = [turn.workspace, channel] + session.columns
        try transaction.run(NotificationQuery.setSession, arguments: values)
        guard session.isTroubled != before.isTroubled else { return }
        let kind = session.isTroubled ? StaffNotification.Kind.sessionTrouble : .sessionRestored
        let subject = NotifiedChannel(id: channel, name: name, state: session.trouble ?? session.status)
        let people = try transaction.rows(NotificationQuery.peopleOfChannels, turn.workspace, kind)
        try Notices(turn: turn).tell(kind, about: .channel(subject), to: people)
    }
}

/// What is known here of a channel's session.
private struct KnownSession: Hashable {
    static let working = "WORKING"

    var status: String
    var statusAt: Timestamp
    var health: String
    var healthAt: Timestamp
    var hasWorked: Bool
    var isTroubled: Bool

    init(_ row: Row) throws(StoreError) {
        var columns = ColumnReader(row)
        status = try columns.next()
        statusAt = try columns.next()
        health = try columns.next()
        healthAt = try columns.next()
        hasWorked = try columns.next()
        isTroubled = try columns.next()
    }

    var columns: [any SQLBindable] { [status, statusAt, health, healthAt, hasWorked, isTroubled] }

    /// Why messages do not travel; nil when they do, and before they ever did.
    var trouble: String? {
        guard hasWorked else { return nil }
        guard status == Self.working else { return status }
        return [SessionCondition.deaf, .unreachable].map(\.rawValue).contains(health) ? health : nil
    }
}
