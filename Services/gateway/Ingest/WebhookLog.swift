import Compression
import Contracts
import Store
import Synchronization

/// Keeps webhooks as they came: each once, and the ones that are committed together in one row, where they take a
/// fraction of their bytes, since most of each is alike.
final class WebhookLog: WriteEnding {
    /// Of the batches that this process made.
    private let newest = Mutex<Int64>(0)

    /// - Returns: for each, false when it is there already.
    func keep(_ webhooks: [ReadWebhook], in transaction: any Transaction) throws(StoreError) -> [Bool] {
        var areNew = Array(repeating: false, count: webhooks.count)
        // In one order, since another instance may be about to keep the same ones.
        let order = webhooks.indices.sorted {
            let (one, other) = (webhooks[$0].raw, webhooks[$1].raw)
            return (one.eventID, one.channel, $0) < (other.eventID, other.channel, $1)
        }
        for index in order {
            let raw = webhooks[index].raw
            areNew[index] = try transaction.run(IngestQuery.know, raw.eventID, raw.channel) == 1
        }
        for (webhook, isNew) in zip(webhooks, areNew) where isNew { transaction.putOff(webhook, to: self) }
        return areNew
    }

    func end(_ items: [any Sendable], in transaction: any Transaction) throws {
        var batch = WebhookBatch()
        for webhook in items.lazy.compactMap({ $0 as? ReadWebhook }) {
            batch.append(webhook.raw)
            if batch.isFull {
                try keep(batch, in: transaction)
                batch = WebhookBatch()
            }
        }
        if !batch.isEmpty { try keep(batch, in: transaction) }
    }

    private func keep(_ batch: WebhookBatch, in transaction: any Transaction) throws(StoreError) {
        let (keys, bodies) = (batch.keys, Packed(packing: batch.bodies))
        // Another instance may have taken the same id.
        while try transaction.run(IngestQuery.keep, id(for: batch), keys, bodies.bytes, bodies.isFrame) == 0 {}
    }

    /// Behind those before it, unless the clock was set back by more than some seconds.
    private func id(for batch: WebhookBatch) -> Int64 {
        let id = WebhookBatch.firstID(at: batch.newest) | .random(in: 0..<(1 << WebhookBatch.idBits))
        return newest.withLock { newest in
            let isBehind = id <= newest && newest - id < WebhookBatch.firstID(at: Self.slack)
            newest = isBehind ? newest + 1 : id
            return newest
        }
    }

    private static let slack = Timestamp(milliseconds: 4000)
}
