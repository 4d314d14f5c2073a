import Store
import Synchronization

/// A PostgreSQL store whose writes, all done, wait with their commit until another write waits for them.
final class HeldStore: Store {
    private let store: any Store
    private let held = Mutex(0)

    init(store: any Store) {
        self.store = store
    }

    /// How many writes came as far as their commit.
    var count: Int { held.withLock { $0 } }

    var engine: StoreEngine { store.engine }

    func write<Value: Sendable>(
        _ work: @escaping @Sendable (any Transaction) throws -> Value
    ) async throws -> Value {
        try await store.write { transaction in
            let value = try work(transaction)
            self.held.withLock { $0 += 1 }
            var isAwaited = false
            while !isAwaited {
                // It is asked every 10 ms.
                isAwaited = try transaction.first(sql: Self.waiting) != nil
            }
            return value
        }
    }

    /// Those that this very transaction keeps waiting.
    private static let waiting = """
        SELECT pid FROM pg_locks, pg_sleep(0.01)
        WHERE NOT granted AND pg_backend_pid() = ANY (pg_blocking_pids(pid))
        """

    func write<Value: Sendable>(
        _ work: @escaping @Sendable (any Transaction) throws -> Value,
        then done: @escaping Completion<Value>
    ) {
        store.write(work, then: done)
    }

    func read<Value: Sendable>(_ work: @escaping @Sendable (any Reader) throws -> Value) async throws -> Value {
        try await store.read(work)
    }

    func lockSession() async throws -> any LockSession { try await store.lockSession() }

    func close() async { await store.close() }
}
