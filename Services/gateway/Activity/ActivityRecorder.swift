import Contracts
import HTTPServer
import JSON
import Runtime
import Store

/// Sees every request that changes something, and has an entry of it in the log before it is answered.
///
/// What the gateway changes itself writes its entry with the change (see ``RecordingStore``); what another service does is
/// written once it has replied. Requests that are nobody's yet are not seen here: of signing in there is
/// ``SignInActivity``.
struct ActivityRecorder: Sendable {
    let store: any Store
    let log: ActivityLog
    let visitors: VisitorBook
    let clock: WallClock
    let logger: Logger

    func around(
        _ visit: RouteVisit<Caller>,
        _ answer: @escaping @Sendable () async throws -> HTTPResponse
    ) async throws -> HTTPResponse {
        guard visit.changesSomething, let staff = visit.identity.staff else { return try await answer() }
        let request = ActivityRequest(draft(visit, staff))
        let result: Result<HTTPResponse, any Error>
        do {
            result = .success(try await ActivityRequest.$current.withValue(request) { try await answer() })
        } catch {
            result = .failure(error)
        }
        if !request.isRecorded {
            let draft = Self.finished(request.draft, result)
            await Task { await keep(draft) }.value  // a task of its own: this one may be cancelled
        }
        return try result.get()
    }

    private func draft(_ visit: RouteVisit<Caller>, _ staff: Staff) -> ActivityDraft {
        let ids = visit.parameterValues
        return ActivityDraft(
            workspace: visit.identity.workspace,
            staff: staff.id,
            token: visit.identity.pass?.tokenID,
            action: visit.route,
            object: ids.first,
            part: ids.dropFirst().first,
            ip: visitors.visitor(visit.request).ip,
            outcome: ActivityOutcome.unknown,
            request: UUIDv7.make(at: clock.now())
        )
    }

    private static func finished(_ draft: ActivityDraft, _ result: Result<HTTPResponse, any Error>) -> ActivityDraft {
        var draft = draft
        switch result {
        case .success(let response):
            draft.outcome = response.status < 400 ? ActivityOutcome.done : "refused \(response.status)"
            if draft.object == nil { draft.object = made(response) }
        case .failure(is CancellationError): draft.outcome = ActivityOutcome.unknown
        case .failure(let error):
            draft.outcome = Problem(known: error).map(ActivityOutcome.refused) ?? ActivityOutcome.failed
        }
        return draft
    }

    /// The id of what a request made, as its answer has it; also one level down: `{"message": {"id": …}}`.
    private static func made(_ response: HTTPResponse) -> String? {
        guard case .bytes(let bytes) = response.body, let root = try? JSONDocument(bytes).root else { return nil }
        return root["id"].string ?? root.object.lazy.compactMap { $0.value["id"].string }.first
    }

    /// Written even when the store is away for a moment: the change has been made.
    private func keep(_ draft: ActivityDraft) async {
        var backoff = Backoff(base: .milliseconds(50), limit: .seconds(1))
        while true {
            do {
                return try await store.write { [log] transaction in log.add(draft, in: transaction) }
            } catch {
                let pause = backoff.next()
                guard backoff.failures <= 5 else {
                    logger.error("no entry in the activity log", ["action": draft.action, "error": "\(error)"])
                    return
                }
                try? await Task.sleep(for: pause)
            }
        }
    }
}
