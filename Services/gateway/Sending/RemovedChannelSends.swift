import Contracts
import Runtime
import Store

/// Fails what waits to be sent over channels that were removed: nobody else works their queues.
struct RemovedChannelSends: Sendable {
    private static let batch = 200

    let parts: SendParts

    /// Runs until it is cancelled.
    func run() async throws {
        while true {
            let pokes = parts.directory.changes.pokes
            do {
                while try await failSome() == Self.batch {}
            } catch let error as StoreError {
                parts.logger.warning("sends of removed channels could not be failed", ["error": "\(error)"])
            }
            try await parts.directory.changes.wait(after: pokes, atMost: .seconds(15))
        }
    }

    /// - Returns: how many failed.
    private func failSome() async throws -> Int {
        let (queue, now) = (parts.queue, parts.clock.now())
        let why = DeliveryError(code: "channel_removed", message: "The number it was to be sent from was removed.")
        let rows = try await parts.store.read {
            try $0.rows(SendQuery.ofRemovedChannels, Self.batch).map { try SendRow($0) }
        }
        guard !rows.isEmpty else { return 0 }
        try await parts.store.write { transaction in
            for row in rows { try queue.refuse(row, why, now: now, in: transaction) }
        }
        return rows.count
    }
}
