import Contracts
import PostgresStore
import Runtime
import Store

/// Keeps members, packages and leads in step with the workspace's own database: what has changed every so often, and all
/// of it now and then, which is how deletions are noticed. One instance at a time reads; nothing waits for it.
struct CRMSync: Service {
    /// The longest wait after failures.
    private static let longestWait = Duration.seconds(900)
    /// How long a run that was asked for waits.
    private static let pause = Duration.seconds(2)
    /// When the workspace cannot be asked for, or our own tables are away.
    private static let patience = Duration.seconds(10)

    let name = "crm"
    let configuration: CRMConfiguration
    let store: any Store
    let people: PeopleImport
    let metrics: CRMMetrics
    let clock: WallClock
    let logger: Logger
    /// Of this instance.
    let holder: String
    /// Asks for the first workspace.
    let firstWorkspace: @Sendable () async throws -> WorkspaceID

    func run() async throws {
        var workspace: WorkspaceID?
        while true {
            do {
                if workspace == nil { workspace = try await begin() }
                if let workspace { try await look(workspace) }
                try await clock.sleep(Self.pause)
            } catch is CancellationError {
                throw CancellationError()
            } catch {
                logger.warning("the members' database is not read", ["error": "\(error)"])
                try await clock.sleep(Self.patience)
            }
        }
    }

    /// - Returns: the workspace that the database belongs to.
    func begin() async throws -> WorkspaceID {
        let found: WorkspaceID
        if let named = configuration.workspace { found = named } else { found = try await firstWorkspace() }
        let now = clock.now()
        try await store.write { try $0.run(CRMQuery.add, found, now) }
        return found
    }

    /// Reads every table, when a run is due and no other instance makes it.
    func look(_ workspace: WorkspaceID) async throws {
        // One statement, what it reads taken over, and one more.
        let lease = configuration.timeout * 2 + .seconds(60)
        let now = clock.now()
        let turn = try await store.write { [holder] transaction in
            try CRMTurn.take(workspace, holder, lease, at: now, transaction)
        }
        guard let turn else { return }
        do {
            let isFine = try await read(turn)
            let failures = isFine ? 0 : turn.failures + 1
            let next = clock.now() + wait(after: failures)
            try await store.write { try turn.finish(failures: failures, next: next, $0) }
        } catch CRMError.taken {
            logger.warning("another instance reads the members' database by now", [:])
        } catch {
            // In a task of its own: this one may be cancelled, and another instance need not wait for the lease.
            _ = await Task { [store] in try? await store.write { try $0.run(CRMQuery.free, workspace, turn.holder) } }
                .value
            throw error
        }
    }

    /// - Returns: false when a table could not be read.
    private func read(_ turn: CRMTurn) async throws -> Bool {
        let places = try await store.read { try CRMPlace.all(of: turn.workspace, $0) }
        var isFine = true
        for (table, sql) in configuration.queries {
            let before = places.first { $0.status.table == table }
            let isRead = try await read(table, sql, before, turn)
            isFine = isRead && isFine
        }
        return isFine
    }

    /// - Returns: whether it could be read.
    /// - Throws: `CRMError.taken`, `CancellationError`, and what our own store throws when it is away.
    private func read(_ table: CRMTable, _ sql: String, _ before: CRMPlace?, _ turn: CRMTurn) async throws -> Bool {
        let startedAt = clock.now()
        var place = CRMPlace(table, startedAt: startedAt, after: before)
        do {
            place = try await read(sql, place, turn)
            place.status.finishedAt = clock.now()
        } catch CRMError.taken {
            throw CRMError.taken
        } catch {
            try Task.checkCancellation()
            place.status.error = "\(error)"
            logger.warning(
                "a table of the members' database is not read",
                ["table": table.rawValue, "error": "\(error)"]
            )
        }
        if place.status.withheld > 0 {
            let withheld = place.status.withheld
            logger.warning(
                "most of a table of the members' database is gone, and was kept",
                [
                    "table": table.rawValue, "rows": withheld,
                ]
            )
        }
        metrics.count(table, isRead: place.status.error == nil, at: clock.now())
        try await store.write { [place] in
            try turn.hold(at: clock.now(), $0)
            try place.note(of: turn.workspace, $0)
        }
        return place.status.error == nil
    }

    private func read(_ sql: String, _ before: CRMPlace, _ turn: CRMTurn) async throws -> CRMPlace {
        let startedAt = before.status.startedAt
        let isDue = before.status.wholeReadAt.map { startedAt >= $0 + configuration.wholeInterval } ?? true
        let whole = turn.whole || isDue || before.place == nil
        let (store, people, clock) = (store, people, clock)
        return try await configuration.source.snapshot(timeout: configuration.timeout, offset: people.offset) {
            snapshot in
            let reading = try await CRMReading(
                before.status.table,
                sql,
                since: whole ? nil : before.place,
                in: snapshot
            )
            let run = CRMRun(turn: turn, reading: reading, store: store, people: people, now: { clock.now() })
            var place = before
            let newest = try await run.read(&place, whole: whole)
            if let newest { place.place = try await reading.end(newest) }
            if whole { place.status.wholeReadAt = startedAt }
            return place
        }
    }

    private func wait(after failures: Int) -> Duration {
        let interval = configuration.interval
        return failures == 0 ? interval : max(interval, min(interval * (1 << min(failures, 10)), Self.longestWait))
    }
}

/// What the reading of the workspace's own database tells about itself.
struct CRMMetrics: Sendable {
    private let read: [CRMTable: Counter]
    private let failed: [CRMTable: Counter]
    private let last: [CRMTable: Gauge]

    init(_ metrics: Metrics) {
        func reads(_ outcome: String) -> [CRMTable: Counter] {
            Dictionary(
                uniqueKeysWithValues: CRMTable.allCases.map { table in
                    let labels = ["table": table.rawValue, "outcome": outcome]
                    let help = "Readings of the workspace's own database, by table and outcome."
                    return (table, metrics.counter("enrichment_crm_reads_total", help: help, labels: labels))
                }
            )
        }
        read = reads("done")
        failed = reads("failed")
        last = Dictionary(
            uniqueKeysWithValues: CRMTable.allCases.map { table in
                let help = "When a table of the workspace's own database was last read, since 1970."
                let labels = ["table": table.rawValue]
                return (table, metrics.gauge("enrichment_crm_last_read_timestamp_seconds", help: help, labels: labels))
            }
        )
    }

    func count(_ table: CRMTable, isRead: Bool, at now: Timestamp) {
        (isRead ? read : failed)[table]?.increment()
        if isRead { last[table]?.set(Double(now.milliseconds) / 1000) }
    }
}
