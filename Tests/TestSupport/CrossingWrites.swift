import Dispatch
package import Store
import Synchronization

/// Two writes on PostgreSQL that cross: the second begins before the first commits, and goes as far as it gets.
/// - Parameters:
///   - first: a write; it calls what it is given where it is to be crossed.
///   - second: what crosses it. The first goes on once this waits for it, or is done.
package func cross(
    on store: any Store,
    _ first: @escaping @Sendable (_ pause: @escaping @Sendable (any Transaction) throws -> Void) async throws -> Void,
    with second: @escaping @Sendable () async throws -> Void
) async throws {
    let (sessions, tell) = AsyncStream.makeStream(of: Int.self)
    let gate = DispatchSemaphore(value: 0)
    let progress = Progress()
    try await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask {
            defer { tell.finish() }
            try await first { transaction in
                tell.yield(try transaction.first(sql: "SELECT pg_backend_pid() AS pid")?.get("pid") ?? 0)
                gate.wait()
                // It may run again, and is crossed once.
                gate.signal()
            }
        }
        defer { gate.signal() }
        for await session in sessions {
            group.addTask {
                defer { progress.isDone.store(true, ordering: .releasing) }
                try await second()
            }
            while try await !isAwaited(session, on: store), !progress.isDone.load(ordering: .acquiring) {
                await Task.yield()
            }
            break
        }
        gate.signal()
        try await group.waitForAll()
    }
}

/// Of the second write.
private final class Progress: Sendable {
    let isDone = Atomic(false)
}

private func isAwaited(_ session: Int, on store: any Store) async throws -> Bool {
    try await store.read { reader in
        let sql = "SELECT COUNT(*) AS count FROM pg_stat_activity WHERE ? = ANY (pg_blocking_pids(pid))"
        return try reader.first(sql: sql, arguments: [session])?.get("count") ?? 0 > 0
    }
}
