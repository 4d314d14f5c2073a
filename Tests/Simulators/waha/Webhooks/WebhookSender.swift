import HTTPClient
import Runtime
import Synchronization

/// Posts events to their targets: in no particular order, at least once, from memory alone, as WAHA does.
final class WebhookSender: Service {
    let name = "webhooks"
    private let client: HTTPClient
    private let agenda: Agenda
    private let inFlight: Int
    private let state: Mutex<State>
    private let deliveries: AsyncStream<Delivery>
    private let entry: AsyncStream<Delivery>.Continuation

    private struct State {
        var counts = DeliveryCounts()
        var generation = 0
        var jitter: Dice
    }

    /// - Parameter inFlight: requests at one time, 1 to 1000.
    init(agenda: Agenda, inFlight: Int, seed: UInt64) {
        self.agenda = agenda
        self.inFlight = inFlight
        client = HTTPClient(connectionsPerHost: inFlight)
        state = Mutex(State(jitter: Dice(seed: seed)))
        (deliveries, entry) = AsyncStream.makeStream(of: Delivery.self)
    }

    /// Hands a delivery over. The queue has no limit; see ``pending``.
    func post(_ delivery: Delivery, after delay: Duration = .zero, isDuplicate: Bool = false) {
        var delivery = delivery
        delivery.generation = state.withLock { state in
            state.counts.accepted += 1
            state.counts.events[delivery.event, default: 0] += 1
            if isDuplicate { state.counts.duplicated += 1 }
            return state.generation
        }
        enqueue(delivery, after: delay)
    }

    /// Counts a delivery that never leaves.
    func lose(_ event: String) {
        state.withLock { state in
            state.counts.accepted += 1
            state.counts.lost += 1
            state.counts.events[event, default: 0] += 1
        }
    }

    /// Forgets all that waits, as a restart does.
    func loseAll() {
        state.withLock { $0.generation += 1 }
    }

    var counts: DeliveryCounts { state.withLock { $0.counts } }

    var pending: Int { state.withLock { $0.counts.pending } }

    func resetCounts() {
        state.withLock { state in
            let pending = state.counts.pending
            state.counts = DeliveryCounts()
            state.counts.accepted = pending
        }
    }

    func run() async throws {
        await withTaskGroup(of: Void.self) { group in
            var running = 0
            for await delivery in deliveries {
                if running == inFlight {
                    await group.next()
                    running -= 1
                }
                group.addTask { await self.attempt(delivery) }
                running += 1
            }
            group.cancelAll()
        }
        await client.shutdown()
        try Task.checkCancellation()
    }

    private func enqueue(_ delivery: Delivery, after delay: Duration) {
        if delay == .zero {
            entry.yield(delivery)
        } else {
            agenda.after(delay) { [entry] in entry.yield(delivery) }
        }
    }

    private func attempt(_ delivery: Delivery) async {
        guard isCurrent(delivery) else { return }
        let request = HTTPClientRequest(
            "POST",
            delivery.target.url,
            headers: delivery.headers,
            body: .bytes(delivery.sentBody),
            timeout: .seconds(600)
        )
        do throws(HTTPClientError) {
            let response = try await client.send(request)
            let wait = response.header("Retry-After").flatMap { Double($0) } ?? 0
            settle(delivery, answer: "\(response.status)", isDone: (200...299).contains(response.status), atLeast: wait)
        } catch {
            if error != .cancelled { settle(delivery, answer: "error", isDone: false, atLeast: 0) }
        }
    }

    private func isCurrent(_ delivery: Delivery) -> Bool {
        state.withLock { state in
            guard delivery.generation == state.generation else {
                state.counts.lost += 1
                return false
            }
            return true
        }
    }

    /// - Parameter atLeast: seconds that the target asked to wait.
    private func settle(_ delivery: Delivery, answer: String, isDone: Bool, atLeast: Double) {
        var next = delivery
        next.tries += 1
        let delay: Duration? = state.withLock { state in
            state.counts.tries += 1
            state.counts.answers[answer, default: 0] += 1
            if isDone {
                state.counts.delivered += 1
                return nil
            }
            let jitter = Double(state.jitter.next() % 1_000) / 1_000
            guard let delay = delivery.target.retries.delay(before: next.tries, jitter: jitter) else {
                state.counts.failed += 1
                return nil
            }
            return max(delay, .milliseconds(Int64(atLeast * 1_000)))
        }
        if let delay { enqueue(next, after: agenda.scaled(delay)) }
    }
}
