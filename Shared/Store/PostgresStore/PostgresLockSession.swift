import Dispatch
import Store

/// Advisory locks on a connection of its own; they are gone when it is. The server ends one that it has not heard from for
/// 6 s: a process that was stopped holds no locks for long.
///
/// `@unchecked`: the connection and the set are used on `thread` alone.
final class PostgresLockSession: LockSession, @unchecked Sendable {
    private let thread = DispatchQueue(label: "postgres.locks")
    private var connection: PostgresConnection?
    private var held: Set<Int64> = []

    private init() {}

    static func open(at address: PostgresAddress) async throws -> PostgresLockSession {
        let session = PostgresLockSession()
        try await session.onThread {
            let connection = try PostgresConnection(address)
            try connection.execute(script: "SET idle_session_timeout = '6s'")
            session.connection = connection
        }
        return session
    }

    func tryLock(_ key: Int64) async throws -> Bool {
        try await onThread { [self] in
            let isHeld = held.contains(key)
            let granted = try ask(isHeld ? Self.ping : Self.lock, isHeld ? [] : [key])
            if granted { held.insert(key) }
            return granted
        }
    }

    func unlock(_ key: Int64) async throws {
        try await onThread { [self] in
            guard held.remove(key) != nil else { return }
            _ = try ask(Self.unlock, [key])
        }
    }

    func isAlive() async -> Bool {
        await (try? onThread { [self] in try ask(Self.ping, []) }) ?? false
    }

    func close() async {
        try? await onThread { [self] in
            held = []
            connection = nil
        }
    }

    // One server has many services: the schema is part of the key.
    private static let lock = Statement(
        "lock",
        "SELECT pg_try_advisory_lock(hashtextextended(current_schema(), ?)) AS granted"
    )
    private static let unlock = Statement(
        "unlock",
        "SELECT pg_advisory_unlock(hashtextextended(current_schema(), ?)) AS granted"
    )
    private static let ping = Statement("ping", "SELECT true AS granted")

    private func ask(_ question: Statement, _ arguments: [any SQLBindable]) throws(StoreError) -> Bool {
        guard let connection else { throw .unavailable("the lock session has ended") }
        defer { if connection.isBroken { self.connection = nil } }
        return try connection.execute(question, arguments).rows.first?.get("granted") ?? false
    }

    private func onThread<Value: Sendable>(_ work: @escaping @Sendable () throws -> Value) async throws -> Value {
        try await withCheckedThrowingContinuation { caller in
            thread.async { caller.resume(with: Result { try work() }) }
        }
    }
}
