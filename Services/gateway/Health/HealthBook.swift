import Bus
import Contracts
import Runtime
import Store

/// What is known of the sessions' health, in the store.
struct HealthBook: Sendable {
    let store: any Store
    let outbox: Outbox
    let clock: WallClock

    /// Nil until it was judged.
    func health(of channel: ChannelID) async throws -> SessionHealth? {
        try await store.read { reader in
            try reader.first(HealthQuery.one, channel).flatMap { row throws(StoreError) in try SessionHealth(row) }
        }
    }

    func rhythm(of channel: ChannelID) async throws -> Rhythm {
        let oldest = Rhythm.hour(of: clock.now()) - Rhythm.reach
        let rows = try await store.read { try $0.rows(HealthQuery.hours, channel, oldest) }
        return try Rhythm(Dictionary(rows.map { try ($0.get("hour"), $0.get("events")) }) { first, _ in first })
    }

    /// Stores a condition that is another one, and tells of it.
    /// - Returns: whether it is.
    @discardableResult
    func move(_ channel: Channel, to condition: SessionCondition) async throws -> Bool {
        guard try await health(of: channel.id)?.state != condition else { return false }
        let (outbox, now) = (outbox, clock.now())
        return try await store.write { transaction in
            let known = try transaction.first(HealthQuery.one, channel.id)?.get("health", as: String?.self)
            guard known != condition.rawValue else { return false }
            guard try transaction.run(HealthQuery.move, channel.id, condition.rawValue, now) == 1 else { return false }
            let event = SessionHealthChanged(
                channel: channel.id,
                session: channel.session,
                health: condition,
                previous: known.flatMap(SessionCondition.init),
                at: now,
                name: channel.name
            )
            try outbox.emit(event, workspace: channel.workspace, in: transaction)
            return true
        }
    }

    /// Takes one restart from the budget.
    /// - Returns: whether it is this instance's to make, and not too soon after the last one.
    func takeRestart(_ channel: ChannelID) async throws -> Bool {
        let now = clock.now()
        return try await store.write { transaction in
            guard let row = try transaction.first(HealthQuery.one, channel) else { return false }
            let (restarts, last): (Int, Timestamp) = try (row.get("restarts"), row.get("restarted_at"))
            guard last.isAhead(of: now) || now >= last + RestartBudget.wait(after: restarts) else { return false }
            return try transaction.run(HealthQuery.countRestart, channel, restarts, now) == 1
        }
    }

    /// The state that a session was in before its present one; nil until it has changed once.
    func statusBefore(_ channel: ChannelID) async throws -> String? {
        try await store.read { try $0.first(HealthQuery.statusBefore, channel)?.get("status_before") }
    }

    /// It has been well for long.
    func forgive(_ channel: ChannelID) async throws {
        _ = try await store.write { try $0.run(HealthQuery.resetRestarts, channel) }
    }
}
