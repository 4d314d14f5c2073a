import Bus
import Contracts
import HTTPServer
import Synchronization

/// The events that a service gave up, to be seen and tried again on the ops port.
final class DeadLetterRoutes: Sendable {
    private struct Paging: Decodable, Sendable {
        /// The id of the last one of the page before.
        var after: String?
        /// 1 to 1000.
        var limit: Int?
    }

    /// Nil until the service has joined the bus.
    private let bus = Mutex<Bus?>(nil)

    func serve(_ bus: Bus) {
        self.bus.withLock { $0 = bus }
    }

    func add(to router: inout Router<Void, Void>) {
        router.on(.get, "/dead-letters", (), "Events that were given up, oldest first.", list)
        router.on(.post, "/dead-letters/{id}/retry", (), "Applies one of them now.", retry)
    }

    private func list(_ call: Call<Void, Paging, NoBody>) async throws -> Page<DeadLetter> {
        let limit = min(max(call.query.limit ?? 100, 1), 1000)
        let letters = try await joined().deadLetters(after: call.query.after ?? "", limit: limit + 1)
        let page = Array(letters.prefix(limit))
        return Page(items: page, nextCursor: letters.count > limit ? page.last?.id : nil)
    }

    private func retry(_ call: Call<Void, NoQuery, NoBody>) async throws -> Done {
        try await joined().retryDeadLetter(call.path.text("id"))
        return Done()
    }

    private func joined() throws(Problem) -> Bus {
        guard let bus = bus.withLock({ $0 }) else {
            throw Problem(503, "not_ready", "The service has not joined the bus yet.", retryAfter: 1)
        }
        return bus
    }
}
