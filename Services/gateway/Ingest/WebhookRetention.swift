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
    /// Webhooks that go at once, or some batches more.
    private static let most = 500
    /// Batches that are read at once.
    private static let page = 16

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
            let count = try await store.write { try drop(old, in: $0) }
            metrics.pruned.increment(by: count)
            try await Task.sleep(for: .milliseconds(50))
        }
    }

    private struct OldBatch {
        let id: Int64
        let keys: [WebhookBatch.Key]
    }

    /// The oldest batches, of which each has one webhook at least and as many as commit together at most.
    private func oldest(before end: Int64) async throws -> [OldBatch] {
        try await store.read { reader in
            var (count, batches): (Int, [OldBatch]) = (0, [])
            while count < Self.most {
                let rows = try reader.rows(IngestQuery.old, batches.last?.id ?? 0, end, Self.page)
                for row in rows {
                    let batch = try OldBatch(id: row.get("id"), keys: keys(row))
                    batches.append(batch)
                    count += max(1, batch.keys.count)
                }
                if rows.count < Self.page { break }
            }
            return batches
        }
    }

    private func keys(_ row: Row) throws(StoreError) -> [WebhookBatch.Key] {
        if let keys = try WebhookBatch.keys(row.get("keys")) { return keys }
        let id = try row.get("id", as: Int64.self)
        logger.warning("webhooks are dropped whose keys cannot be read; they stay known", ["id": id])
        return []
    }

    /// - Returns: how many webhooks. Another instance may have dropped them before, and then they may have come again.
    private func drop(_ old: [OldBatch], in transaction: any Transaction) throws(StoreError) -> Int {
        var count = 0
        for batch in old where try transaction.run(IngestQuery.drop, batch.id) == 1 {
            try transaction.run(IngestQuery.forget, each: batch.keys.map { [$0.eventID, $0.channel] })
            count += batch.keys.count
        }
        return count
    }
}
