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
    /// How many go at once, or a batch more.
    private let most = 500

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
        let end = WebhookBatch.firstID(at: clock.now() - keep)
        while true {
            let old = try await oldest(before: end)
            if old.isEmpty { return }
            let count = try await store.write { transaction in
                for batch in old {
                    try transaction.run(IngestQuery.forget, each: batch.keys.map { [$0.eventID, $0.channel] })
                }
                return try transaction.run(IngestQuery.drop, each: old.map { [$0.id] })
            }
            if count > 0 { metrics.pruned.increment(by: old.reduce(0) { $0 + $1.keys.count }) }
            try await Task.sleep(for: .milliseconds(50))
        }
    }

    private struct OldBatch {
        let id: Int64
        let keys: [WebhookBatch.Key]
    }

    /// The oldest batches, of which each has one webhook at least and up to a group of writes.
    private func oldest(before end: Int64) async throws -> [OldBatch] {
        let most = most
        return try await store.read { reader in
            var (count, batches): (Int, [OldBatch]) = (0, [])
            for row in try reader.rows(IngestQuery.old, end, most) where count < most {
                let batch = try OldBatch(id: row.get("id"), keys: WebhookBatch.keys(row.get("keys")))
                batches.append(batch)
                count += max(1, batch.keys.count)
            }
            return batches
        }
    }
}
