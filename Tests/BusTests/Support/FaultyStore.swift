import Store
import Synchronization

/// A store that fails when it is told to.
final class FaultyStore: Store {
    enum Fault: Sendable {
        /// The write does not take place.
        case unavailable
        /// The write takes place, and nobody is told so.
        case outcomeUnknown
    }

    private let store: any Store
    private let fault = Mutex<Fault?>(nil)

    init(_ store: any Store) { self.store = store }

    /// Once, at the next write.
    func fail(with fault: Fault) { self.fault.withLock { $0 = fault } }

    var engine: StoreEngine { store.engine }

    func write<Value: Sendable>(
        _ work: @escaping @Sendable (any Transaction) throws -> Value,
        then done: @escaping Completion<Value>
    ) {
        switch fault.withLock({ $0.take() }) {
        case nil: store.write(work, then: done)
        case .unavailable: done(.failure(StoreError.unavailable("as told")))
        case .outcomeUnknown: store.write(work) { _ in done(.failure(StoreError.outcomeUnknown("as told"))) }
        }
    }

    func read<Value: Sendable>(_ work: @escaping @Sendable (any Reader) throws -> Value) async throws -> Value {
        try await store.read(work)
    }

    func lockSession() async throws -> any LockSession { try await store.lockSession() }

    func close() async { await store.close() }
}
