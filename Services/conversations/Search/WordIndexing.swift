import Contracts
import Runtime
import Store

/// Brings the index of words up to the newest message, on SQLite; PostgreSQL does so by itself.
///
/// Where it stands is a row that changes with the index, so that it may stop anywhere and goes on from there.
struct WordIndexing: Service {
    /// Between two looks.
    static let interval = Duration.seconds(1)
    /// As many messages that other writers wait for some milliseconds.
    static let batch = 200

    let store: any Store
    let clock: WallClock
    let logger: Logger
    /// Messages per transaction.
    var batch = Self.batch

    let name = "word-indexing"

    func run() async throws {
        while !Task.isCancelled {
            do {
                if store.engine == .sqlite, try await index() == batch { continue }
            } catch {
                logger.warning("messages could not be indexed", ["error": "\(error)"])
            }
            try await clock.sleep(Self.interval)
        }
    }

    /// - Returns: about how many messages were indexed, a batch at most.
    @discardableResult
    func index() async throws -> Int {
        let waiting = try await store.read { try end($0) != nil }
        guard waiting else { return 0 }
        return try await store.write { transaction in
            guard let end = try end(transaction) else { return 0 }
            let count = try transaction.run(SearchQuery.indexMessages, end)
            try transaction.run(SearchQuery.setWordCursor, end)
            // Messages without a text count as well: the next batch may have some.
            return max(count, try self.end(transaction) == nil ? 0 : batch)
        }
    }

    private func end(_ reader: any Reader) throws -> Int64? {
        try reader.first(SearchQuery.unindexedMessages, batch)?.get(0)
    }
}
