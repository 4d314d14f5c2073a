import Synchronization

/// What is called, once, with the result of a write or a read.
package typealias Completion<Value> = @Sendable (Result<Value, any Error>) -> Void

/// A caller's work that waits for a connection, and its answer.
package protocol Job<Access>: AnyObject, Sendable {
    associatedtype Access
    /// Runs the work and keeps its result; it may be called again when the attempt came to nothing.
    func attempt(with access: Access) throws
    /// Gives the caller the result of the last attempt. Call this or ``refuse(_:)``, once.
    func answer()
    func refuse(_ error: any Error)
}

package final class PendingJob<Access, Value: Sendable>: Job {
    private let work: @Sendable (Access) throws -> Value
    private let done: Completion<Value>
    private let value = Mutex<Value?>(nil)

    package init(
        _ work: @escaping @Sendable (Access) throws -> Value,
        then done: @escaping Completion<Value>
    ) {
        self.work = work
        self.done = done
    }

    package func attempt(with access: Access) throws {
        let result = try work(access)
        value.withLock { $0 = result }
    }

    package func answer() {
        guard let result = value.withLock({ $0 }) else { return refuse(StoreError.closed) }
        done(.success(result))
    }

    package func refuse(_ error: any Error) {
        done(.failure(error))
    }
}
