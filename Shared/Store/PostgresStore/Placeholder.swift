package import Store

/// Answers that PostgreSQL is not spoken yet.
package final class PostgresStore: Store {
    package var engine: StoreEngine { .postgres }
    package init(url: String, schema: String, connections: Int = 8) throws(StoreError) {}
    package func write<Value: Sendable>(
        _ work: @escaping @Sendable (any Transaction) throws -> Value
    ) async throws -> Value { throw StoreError.closed }
    package func read<Value: Sendable>(_ work: @escaping @Sendable (any Reader) throws -> Value) async throws -> Value {
        throw StoreError.closed
    }
    package func lockSession() async throws -> any LockSession { throw StoreError.closed }
    package func close() async {}
}
