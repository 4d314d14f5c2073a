/// A task that waits for a connection to go on.
///
/// A class: a continuation that is mostly missing takes calls of the runtime to copy, a reference takes none.
final class WaitingTask<Value: Sendable>: Sendable {
    private let continuation: CheckedContinuation<Value, any Error>

    init(_ continuation: CheckedContinuation<Value, any Error>) {
        self.continuation = continuation
    }

    func resume(returning value: Value) { continuation.resume(returning: value) }

    func resume(throwing error: any Error) { continuation.resume(throwing: error) }
}

extension WaitingTask<Void> {
    func resume() { resume(returning: ()) }
}
