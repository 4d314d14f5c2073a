import PostgresStore
import Store
import TestSupport
import Testing

/// Another system's database, which is only read; skipped without a server.
@Suite(.timeLimit(.minutes(1)))
struct PostgresSourceTests {
    private static let servers = [StorePlace.server].compactMap(\.self)

    @Test(arguments: servers)
    func `writes nothing there, and waits for no statement longer than it may`(url: String) async throws {
        let source = try PostgresSource(url: url)
        for (statement, code) in [("CREATE TABLE x (n int)", "25006"), ("SELECT pg_sleep(30)", "57014")] {
            let error = await #expect(throws: StoreError.self) {
                try await source.snapshot(timeout: .seconds(1), offset: 0) { _ = try await $0.rows(statement) }
            }
            guard case .engine(code, _, _)? = error else {
                Issue.record("\(statement) ended with \(String(describing: error))")
                continue
            }
        }
        await source.close()
    }

    @Test(arguments: servers)
    func `reads one snapshot, by the clocks that it is told`(url: String) async throws {
        let source = try PostgresSource(url: url)
        let place = try StorePlace(.postgres)
        let store = try await place.open()
        try await store.write { try $0.run(script: "CREATE TABLE seen (n INTEGER, at timestamptz)") }
        try await store.write { _ = try $0.run(sql: "INSERT INTO seen VALUES (1, '2026-01-01T20:00:00Z')") }
        let query = "SELECT n, CAST(at AS text) AS at FROM \"\(place.name)\".seen WHERE n >= $1"
        try await source.snapshot(timeout: .seconds(10), offset: 8 * 3600) { snapshot in
            let shape = try await snapshot.shape(of: "SELECT * FROM \"\(place.name)\".seen WHERE n >= $1")
            #expect(shape.values == 1 && shape.columns == ["n", "at"] && shape.moments == ["at"])
            for _ in 0..<2 {
                let rows = try await snapshot.rows(query, ["1"])
                #expect(try rows.map { try $0.get("at", as: String.self) } == ["2026-01-02 04:00:00+08"])
                try await store.write { _ = try $0.run(sql: "INSERT INTO seen VALUES (2, '2026-01-01T20:00:00Z')") }
            }
        }
        await source.close()
        await store.close()
        await place.remove()
    }

    /// A server that takes its time does not hold up the end of the process.
    @Test(arguments: servers)
    func `a task that is cancelled ends what runs there`(url: String) async throws {
        let source = try PostgresSource(url: url)
        let (begun, begin) = AsyncStream.makeStream(of: Void.self)
        let started = ContinuousClock.now
        let task = Task {
            try await source.snapshot(timeout: .seconds(40), offset: 0) { snapshot in
                begin.finish()
                _ = try await snapshot.rows("SELECT pg_sleep(40)")
            }
        }
        for await _ in begun {}
        task.cancel()
        await #expect(throws: StoreError.self) { try await task.value }
        #expect(started.duration(to: .now) < .seconds(30))
        await source.close()
    }
}
