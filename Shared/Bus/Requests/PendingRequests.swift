import Contracts
import Synchronization

/// The requests of this process that wait for a reply.
final class PendingRequests: Sendable {
    private struct Pending {
        let message: RequestMessage
        let until: ContinuousClock.Instant
        var nextTry: ContinuousClock.Instant
        let reply: CheckedContinuation<ReplyMessage, any Error>
    }

    private let pending = Mutex<[String: Pending]>([:])
    private let retry: Duration

    /// - Parameter retry: between two tries of a request.
    init(retry: Duration) {
        self.retry = retry
    }

    var count: Int { pending.withLock { $0.count } }

    /// Waits for the reply.
    /// - Parameter send: the first try; made once the reply is waited for.
    /// - Throws: `CancellationError`, or ``Unanswered`` at the deadline.
    func reply(
        to message: RequestMessage,
        within limit: Duration,
        send: (RequestMessage) -> Void
    ) async throws -> ReplyMessage {
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                let now = ContinuousClock.now
                let waiting = Pending(message: message, until: now + limit, nextTry: now + retry, reply: continuation)
                // Cancelled before now, nobody would end it: the handler below has run already.
                let isWaiting = pending.withLock { pending in
                    guard !Task.isCancelled else { return false }
                    pending[message.id] = waiting
                    return true
                }
                guard isWaiting else { return continuation.resume(throwing: CancellationError()) }
                send(message)
            }
        } onCancel: {
            end(message.id)?.resume(throwing: CancellationError())
        }
    }

    func complete(_ reply: ReplyMessage) {
        end(reply.id)?.resume(returning: reply)
    }

    /// Ends those past their deadline.
    /// - Parameter isBack: services that were just heard of: requests to them are tried at once.
    /// - Returns: those to try again now.
    func due(_ now: ContinuousClock.Instant, isBack: Set<ServiceName> = []) -> [RequestMessage] {
        let (expired, due) = pending.withLock { pending in
            let expired = pending.values.filter { $0.until <= now }
            for waiting in expired { pending[waiting.message.id] = nil }
            var due: [RequestMessage] = []
            for (id, waiting) in pending where waiting.nextTry <= now || isBack.contains(waiting.message.service) {
                pending[id]?.nextTry = now + retry
                due.append(waiting.message)
            }
            return (expired, due)
        }
        for waiting in expired { waiting.reply.resume(throwing: Unanswered()) }
        return due
    }

    private func end(_ id: String) -> CheckedContinuation<ReplyMessage, any Error>? {
        pending.withLock { $0.removeValue(forKey: id)?.reply }
    }
}

/// The deadline of a request has passed without a reply.
struct Unanswered: Error {}
