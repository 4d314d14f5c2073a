import Contracts
import Store

/// An event that a transaction tells, before it has its sequence.
package struct EventDraft: Sendable {
    let track: OwnTrack
    let emittedAt: Timestamp
    let workspace: WorkspaceID
    let topic: String
    let trace: String
    let payload: [UInt8]

    func told(_ sequence: Int64) -> ToldEvent {
        ToldEvent(
            stream: track.stream,
            lane: track.lane,
            sequence: sequence,
            emittedAt: emittedAt,
            workspace: workspace,
            topic: topic,
            trace: trace,
            payload: payload
        )
    }
}

/// Numbers the events of a transaction at its end, and publishes them after its commit.
final class OutboxEnding: WriteEnding {
    private let outgoing: Outgoing

    init(_ outgoing: Outgoing) {
        self.outgoing = outgoing
    }

    func end(_ items: [any Sendable], in transaction: any Transaction) throws {
        let drafts = items.compactMap { $0 as? EventDraft }
        var next = try Self.firstSequences(of: drafts, in: transaction)
        let told = drafts.map { draft in
            let sequence = next[draft.track, default: 1]
            next[draft.track] = sequence + 1
            return draft.told(sequence)
        }
        try transaction.run(BusQuery.emit, each: told.map(\.columns))
        let outgoing = outgoing
        transaction.afterCommit { outgoing.add(told) }
    }

    /// Takes as many sequences of each track as it has events. On PostgreSQL the rows stay locked until the transaction
    /// ends, so that commits come in the order of sequences; all lock them in one order, so that none waits in a circle.
    private static func firstSequences(
        of drafts: [EventDraft],
        in transaction: any Transaction
    ) throws -> [OwnTrack: Int64] {
        let counts = drafts.reduce(into: [:]) { counts, draft in counts[draft.track.code, default: 0] += 1 }
        // Most transactions tell events of one track.
        if counts.count == 1, let draft = drafts.first {
            let count = Int64(drafts.count)
            let head = try transaction.first(BusQuery.takeSequences, draft.track.code, count)?.get(0, as: Int64.self)
            return [draft.track: (head ?? count) - count + 1]
        }
        let tracks = counts.sorted { $0.key < $1.key }
        let rows = try transaction.rows(
            sql: """
                INSERT INTO outbox_head (track, head) VALUES \(tracks.map { _ in "(?, ?)" }.joined(separator: ", "))
                ON CONFLICT (track) DO UPDATE SET head = outbox_head.head + excluded.head RETURNING track, head
                """,
            arguments: tracks.flatMap { [$0.key, Int64($0.value)] }
        )
        var first: [OwnTrack: Int64] = [:]
        for row in rows {
            let code = try row.get(0, as: Int64.self)
            guard let track = OwnTrack(code: code) else { continue }
            first[track] = try row.get(1, as: Int64.self) - Int64(counts[code] ?? 0) + 1
        }
        return first
    }
}
