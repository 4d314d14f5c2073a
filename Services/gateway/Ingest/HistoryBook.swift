import Contracts
import Runtime
import Store

/// How far the past of each channel was read, in the store: after a stop, reading goes on where it was.
struct HistoryBook: Sendable {
    /// A stretch of time that is being read.
    struct Span: Hashable, Sendable {
        let since: Timestamp
        /// Until when it reads; what comes later, webhooks tell.
        let begun: Timestamp
        /// Whether over all chats at once.
        let across: Bool
        /// How many messages, or chats where they are read one by one, are behind it.
        var place = 0
    }

    struct Known: Hashable, Sendable {
        /// Until when everything has come.
        let covered: Timestamp
        /// What is not read to its end.
        let unfinished: Span?
        /// Whether what was before the channel is read, or was.
        var isSynced = false
    }

    /// What is covered is written down when it has grown by so much.
    private static let step = Duration.seconds(60)

    let store: any Store
    let clock: WallClock

    /// What is covered is never later than now: a clock that was ahead may have said so.
    /// - Parameter start: since when everything comes, for a channel of which nothing is known yet.
    func known(of channel: ChannelID, orSince start: Timestamp) async throws -> Known {
        let now = clock.now()
        if let row = try await store.read({ try $0.first(IngestQuery.history, channel) }) {
            let known = try Known(row)
            if known.covered <= now { return known }
        }
        return try await store.write { transaction in
            try transaction.run(IngestQuery.knowHistory, channel, start)
            try transaction.run(IngestQuery.believeHistory, channel, now)
            guard let row = try transaction.first(IngestQuery.history, channel) else {
                throw StoreError.column("covered_at", "no row of channel_history")
            }
            return try Known(row)
        }
    }

    /// Everything until then has come.
    func cover(_ channel: ChannelID, until moment: Timestamp, known: Known) async throws {
        guard moment - known.covered >= Self.step else { return }
        _ = try await store.write { try $0.run(IngestQuery.coverHistory, channel, moment) }
    }

    /// - Parameter syncs: whether it reads what was before the channel.
    /// - Returns: the reading that is on: this one, or one that was not finished or is another instance's.
    func begin(_ span: Span, of channel: ChannelID, syncs: Bool = false) async throws -> Span {
        try await store.write { transaction in
            try transaction.run(IngestQuery.beginHistory, channel, span.since, span.begun, span.across, syncs)
            return try transaction.first(IngestQuery.history, channel).flatMap { try Known($0).unfinished } ?? span
        }
    }

    func reach(_ place: Int, in span: Span, of channel: ChannelID) async throws {
        _ = try await store.write { try $0.run(IngestQuery.reachHistory, channel, span.begun, place) }
    }

    /// It was read to its end.
    func finish(_ span: Span, of channel: ChannelID) async throws {
        _ = try await store.write { try $0.run(IngestQuery.finishHistory, channel, span.begun) }
    }

    /// It cannot be gone on with; nothing of it counts as read.
    func drop(_ span: Span, of channel: ChannelID) async throws {
        _ = try await store.write { try $0.run(IngestQuery.dropHistory, channel, span.begun) }
    }
}

extension HistoryBook.Known {
    /// - Throws: `StoreError` when the row is none of `channel_history`.
    fileprivate init(_ row: Row) throws(StoreError) {
        covered = try row.get("covered_at")
        isSynced = try row.get("synced")
        guard let begun = try row.get("begun_at", as: Timestamp?.self) else {
            unfinished = nil
            return
        }
        unfinished = HistoryBook.Span(
            since: try row.get("since"),
            begun: begun,
            across: try row.get("across"),
            place: try row.get("place")
        )
    }
}
