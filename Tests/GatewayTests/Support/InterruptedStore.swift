import Store
import Synchronization

/// A store in which something happens just before a write, or just after a read.
final class InterruptedStore: Store {
    private let store: any Store
    private let happens: @Sendable () async throws -> Void
    /// How many writes come first; nil when nothing is to happen any more.
    private let writesLeft = Mutex<Int?>(nil)
    private let happensAfterRead = Mutex<(@Sendable () async throws -> Void)?>(nil)

    init(store: any Store, _ happens: @escaping @Sendable () async throws -> Void = {}) {
        self.store = store
        self.happens = happens
    }

    /// Once, before the write that follows so many others.
    func interrupt(after writes: Int) {
        writesLeft.withLock { $0 = writes }
    }

    /// Once, before the reader has what the next read found.
    func interruptRead(_ happens: @escaping @Sendable () async throws -> Void) {
        happensAfterRead.withLock { $0 = happens }
    }

    var engine: StoreEngine { store.engine }

    func write<Value: Sendable>(
        _ work: @escaping @Sendable (any Transaction) throws -> Value
    ) async throws -> Value {
        let isNow = writesLeft.withLock { left in
            defer { left = left.flatMap { $0 == 0 ? nil : $0 - 1 } }
            return left == 0
        }
        if isNow { try await happens() }
        return try await store.write(work)
    }

    func write<Value: Sendable>(
        _ work: @escaping @Sendable (any Transaction) throws -> Value,
        then done: @escaping Completion<Value>
    ) {
        store.write(work, then: done)
    }

    func read<Value: Sendable>(_ work: @escaping @Sendable (any Reader) throws -> Value) async throws -> Value {
        let found = try await store.read(work)
        try await happensAfterRead.withLock { $0.take() }?()
        return found
    }

    func lockSession() async throws -> any LockSession { try await store.lockSession() }

    func close() async { await store.close() }
}
