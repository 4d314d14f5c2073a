import Contracts
import Store

/// A store that adds the request's entry in the log to the write that makes the change.
///
/// For parts of the gateway of which each request makes one change in one write. What it reads is the store's own.
struct RecordingStore: Store {
    let store: any Store
    let log: ActivityLog

    var engine: StoreEngine { store.engine }

    func write<Value: Sendable>(
        _ work: @escaping @Sendable (any Transaction) throws -> Value,
        then done: @escaping Completion<Value>
    ) {
        guard let request = ActivityRequest.current, !request.isRecorded else { return store.write(work, then: done) }
        let recording = { @Sendable [log] (transaction: any Transaction) in
            let value = try work(transaction)
            var draft = request.draft
            draft.outcome = ActivityOutcome.done
            if draft.object == nil { draft.object = (value as? any ActivityObject)?.activityObject }
            log.add(draft, in: transaction)
            transaction.afterCommit(request.recorded)
            return value
        }
        store.write(recording, then: done)
    }

    func read<Value: Sendable>(_ work: @escaping @Sendable (any Reader) throws -> Value) async throws -> Value {
        try await store.read(work)
    }

    func lockSession() async throws -> any LockSession { try await store.lockSession() }

    func close() async { await store.close() }
}

/// How something ended, in words that stay.
enum ActivityOutcome {
    static let done = "done"
    /// Nobody can say: the one who asked went away before the answer.
    static let unknown = "unknown"
    /// By our own fault.
    static let failed = "failed"

    /// `refused 409 conflict`
    static func refused(_ problem: Problem) -> String { "refused \(problem.status) \(problem.code)" }
}
