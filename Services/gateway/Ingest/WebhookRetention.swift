import Contracts
import Runtime
import Store

/// Deletes raw webhooks that are past their time, a few at once, so that nothing waits for it.
struct WebhookRetention: Service {
    let name = "webhook retention"
    let store: any Store
    let clock: WallClock
    let logger: Logger
    let metrics: IngestMetrics
    /// How long a webhook is kept.
    let keep: Duration
    private let batch = 500

    init(store: any Store, clock: WallClock, logger: Logger, metrics: IngestMetrics, keep: Duration = .seconds(604_800))
    {
        self.store = store
        self.clock = clock
        self.logger = logger
        self.metrics = metrics
        self.keep = keep
    }

    func run() async throws {
        while true {
            do {
                try await prune()
            } catch let error as StoreError {
                logger.warning("raw webhooks could not be pruned", ["error": "\(error)"])
            }
            try await clock.sleep(.seconds(600))
        }
    }

    /// Deletes all that is past its time now.
    func prune() async throws {
        let limit = clock.now() - keep
        let batch = batch
        while true {
            let count = try await store.write { try $0.run(IngestQuery.prune, limit, batch) }
            metrics.pruned.increment(by: count)
            if count < batch { return }
            try await Task.sleep(for: .milliseconds(50))
        }
    }
}
