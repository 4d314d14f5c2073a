import Bus
import Contracts
import FoundationEssentials
import Glibc
import Runtime
import Store
import Synchronization
import TestSupport
import Testing

/// A service on a bus, with what it has read in its own tables.
final class Node: Sendable {
    let service: ServiceName
    let store: any Store
    let outbox: Outbox
    let bus: Bus
    let metrics = Metrics()
    let readiness = Readiness()

    /// - Parameter fill: what the service listens to and answers.
    init(
        _ service: ServiceName,
        _ store: any Store,
        _ configuration: BusConfiguration,
        clock: WallClock = .system,
        fill: (inout Contents) -> Void = { _ in }
    ) async throws {
        self.service = service
        self.store = store
        try await store.migrate("bus", Bus.migrations)
        try await store.migrate("test", Self.migrations)
        outbox = Outbox(service, clock: clock)
        var contents = Contents()
        fill(&contents)
        bus = Bus(
            configuration,
            service: service,
            store: store,
            outbox: outbox,
            contents: contents,
            clock: clock,
            logger: .silent,
            metrics: metrics,
            readiness: readiness
        )
    }

    private static let migrations = [
        Migration(
            version: 1,
            name: "test",
            bytes: Array(
                """
                CREATE TABLE seen (place INTEGER NOT NULL PRIMARY KEY, key TEXT NOT NULL, number INTEGER NOT NULL);
                CREATE TABLE total (key TEXT NOT NULL PRIMARY KEY, sum INTEGER NOT NULL);
                """.utf8
            )
        )
    ]

    /// Tells events in one transaction.
    func tell(_ events: [Counted]) async throws {
        try await store.write { [outbox] transaction in
            for event in events { try outbox.emit(event, workspace: .test, in: transaction) }
        }
    }

    /// The numbers that were seen under each key, in the order they were seen.
    func seen() async throws -> [String: [Int]] {
        try await store.read { reader in
            var seen: [String: [Int]] = [:]
            for row in try reader.rows(sql: "SELECT key, number FROM seen ORDER BY place") {
                seen[try row.get("key"), default: []].append(try row.get("number"))
            }
            return seen
        }
    }

    /// How many events of its streams the outbox still has.
    func keptEvents() async throws -> Int {
        try await store.read { [outbox] reader in
            try Lane.all.reduce(0) { count, lane in
                try count + outbox.history(Counted.stream, lane: lane, after: 0, limit: 10_000, in: reader).count
            }
        }
    }

    func count(_ table: String) async throws -> Int {
        try await store.read { try $0.first(sql: "SELECT COUNT(*) AS count FROM \(table)")?.get("count") ?? 0 }
    }
}

/// Writes down what was seen.
@Sendable func see(_ event: Counted, _ context: EventContext, _ transaction: any Transaction) throws {
    try transaction.run(
        sql: "INSERT INTO seen (place, key, number) SELECT COALESCE(MAX(place), 0) + 1, ?, ? FROM seen",
        arguments: [event.key, event.number]
    )
}

/// Adds up, and tells the sum.
@Sendable func add(_ request: Add, _ context: RequestContext, _ transaction: any Transaction) throws -> Add.Reply {
    let row = try transaction.first(
        sql: """
            INSERT INTO total (key, sum) VALUES (?, ?)
            ON CONFLICT (key) DO UPDATE SET sum = total.sum + excluded.sum RETURNING sum
            """,
        arguments: [request.key, request.amount]
    )
    return Add.Reply(sum: try row?.get("sum") ?? 0)
}

/// Runs the buses of nodes until the body ends.
func running<R>(_ nodes: Node..., body: () async throws -> R) async throws -> R {
    let tasks = nodes.map { node in Task { try await node.bus.run() } }
    let result: Result<R, any Error>
    do { result = .success(try await body()) } catch { result = .failure(error) }
    for task in tasks { task.cancel() }
    for task in tasks {
        do { try await task.value } catch is CancellationError {}
    }
    return try result.get()
}

/// Waits until something holds, for 20 s at most.
/// - Returns: whether it came to hold.
func eventually(within limit: Duration = .seconds(20), _ holds: () async throws -> Bool) async throws -> Bool {
    let end = ContinuousClock.now + limit
    while ContinuousClock.now < end {
        if try await holds() { return true }
        try await Task.sleep(for: .milliseconds(10))
    }
    return try await holds()
}

/// Expects that something comes to hold, within 20 s.
func expectEventually(
    _ sourceLocation: SourceLocation = #_sourceLocation,
    _ holds: () async throws -> Bool
) async throws {
    let came = try await eventually(holds)
    #expect(came, sourceLocation: sourceLocation)
}

/// A folder for sockets, removed afterwards.
func withFolder<R>(_ body: (String) async throws -> R) async throws -> R {
    var template = Array("/tmp/bus-XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else { throw CocoaError(.fileWriteUnknown) }
    let folder = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    return try await body(folder)
}
