import Bus
import Contracts
import Runtime
import SQLiteStore
import Store

/// The other process: applies each event as a row of its own, and says when it has all of them.
struct Consumer {
    let folder: String
    let events: Int

    func run() async throws {
        let store = try await SQLiteStore(path: "\(folder)/conversations.sqlite")
        try await store.migrate("bus", Bus.migrations)
        let table = "CREATE TABLE row (id INTEGER NOT NULL PRIMARY KEY, payload BLOB NOT NULL)"
        try await store.migrate("bench", [Migration(version: 1, name: "row", bytes: Array(table.utf8))])
        let insert = Statement("insert", "INSERT INTO row (payload) VALUES (?)")
        var contents = Contents()
        contents.on(MessageReceived.self, from: .gateway) { message, _, transaction in
            try transaction.run(insert, [Array((message.body ?? "").utf8)])
        }
        let metrics = Metrics()
        let bus = Bus(
            BusConfiguration(.ipc(folder: "\(folder)/bus")),
            service: .conversations,
            store: store,
            outbox: Outbox(.conversations),
            contents: contents,
            logger: Logger(service: "consumer", level: .warning),
            metrics: metrics,
            readiness: Readiness()
        )
        let task = Task { try await bus.run() }
        // Counted after each commit: to ask the table all the time would be measured with the rest.
        let applied = metrics.counter("bus_events_applied_total", help: "")
        while applied.value < events { try await Task.sleep(for: .milliseconds(5)) }
        let (end, used) = (WallClock.system.now(), processorTime())
        guard try await count(store) == events else { throw Wrong() }
        print(end.milliseconds, microseconds(used, per: events))
        task.cancel()
        _ = await task.result
        await store.close()
    }

    private func count(_ store: SQLiteStore) async throws -> Int {
        try await store.read { try $0.first(sql: "SELECT COUNT(*) FROM row")?.get(0) ?? 0 }
    }

    /// Other rows than events.
    private struct Wrong: Error {}
}
