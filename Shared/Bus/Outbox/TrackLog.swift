import Contracts
import Store

/// Keeps a row for each event, by track and sequence. Writers of different tracks do not meet.
struct TrackLog: EventLog {
    /// Events that one transaction deletes.
    private static let step = 500

    func append(_ drafts: [EventDraft], in transaction: any Transaction) throws -> [NumberedEvent] {
        var next = try Self.firstSequences(of: drafts, in: transaction)
        let told = drafts.map { draft in
            let sequence = next[draft.track, default: 1]
            next[draft.track] = sequence + 1
            return NumberedEvent(draft: draft, sequence: sequence)
        }
        try transaction.run(TrackLogQuery.keep, each: told.map(Self.columns))
        return told
    }

    /// Takes as many sequences of each track as it has events. The rows stay locked until the transaction ends, so that
    /// commits come in the order of sequences; all lock them in one order, so that none waits in a circle.
    private static func firstSequences(
        of drafts: [EventDraft],
        in transaction: any Transaction
    ) throws -> [OwnTrack: Int64] {
        let counts = drafts.reduce(into: [:]) { counts, draft in counts[draft.track.code, default: 0] += 1 }
        // Most transactions tell events of one track.
        if counts.count == 1, let draft = drafts.first {
            let count = Int64(drafts.count)
            let row = try transaction.first(TrackLogQuery.takeSequences, draft.track.code, count)
            return [draft.track: (try row?.get(0) ?? count) - count + 1]
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

    private static func columns(_ event: NumberedEvent) -> [any SQLBindable] {
        let draft = event.draft
        let header = String(decoding: draft.header, as: UTF8.self)
        return [draft.track.place(event.sequence), draft.emittedAt, header, Array(draft.payload)]
    }

    func head(of track: OwnTrack, in reader: any Reader) throws -> Int64 {
        try reader.first(TrackLogQuery.head, track.code)?.get(0) ?? 0
    }

    func heads(in reader: any Reader) throws -> [OwnTrack: Int64] {
        var heads: [OwnTrack: Int64] = [:]
        for row in try reader.rows(TrackLogQuery.heads) {
            if let track = OwnTrack(code: try row.get(0)) { heads[track] = try row.get(1) }
        }
        return heads
    }

    func events(of track: OwnTrack, after sequence: Int64, limit: Int, in reader: any Reader) throws -> [NumberedEvent]
    {
        try reader.rows(TrackLogQuery.eventsAfter, track.place(sequence), track.end, limit).map { row in
            let header = try row.get(2, as: String.self).utf8
            let payload = try row.get(3, as: [UInt8].self)
            let draft = EventDraft(track, emittedAt: try row.get(1), header: header, payload: payload)
            return NumberedEvent(draft: draft, sequence: OwnTrack.sequence(at: try row.get(0)))
        }
    }

    func replay(_ request: ReplayRequest, in reader: any Reader) throws -> Replay {
        var replay = Replay()
        var bytes = 0
        // Evenly, so that no lane waits for another one's history.
        let share = max(16, request.limit / max(1, request.tracks.count))
        for track in request.tracks {
            guard let lane = Lane(track.lane) else { continue }
            let own = OwnTrack(request.stream, lane)
            let head = try head(of: own, in: reader)
            var first: Int64 = 1
            if bytes < Replay.enough {
                let found = try events(of: own, after: track.sequence, limit: share, in: reader)
                bytes += found.reduce(0) { $0 + $1.draft.bytes.count }
                let next = found.first?.sequence ?? head + 1
                // The oldest go first: where some are missing, so are all before them.
                if next > track.sequence + 1 { first = next }
                replay.events += found
            }
            replay.extents.append(.init(lane: track.lane, first: first, head: head))
        }
        return replay
    }

    func prune(_ stream: Stream, upTo passed: [Lane: Int64], before time: Timestamp, in store: any Store) async throws {
        var passed = passed
        while !passed.isEmpty {
            for (lane, sequence) in passed {
                let deleted = try await delete(OwnTrack(stream, lane), upTo: sequence, before: time, in: store)
                if deleted < Self.step { passed[lane] = nil }
                try await Task.sleep(for: .milliseconds(2))
            }
        }
    }

    private func delete(
        _ track: OwnTrack,
        upTo passed: Int64,
        before time: Timestamp,
        in store: any Store
    ) async throws -> Int {
        let cut = try await store.read { reader in
            try reader.first(TrackLogQuery.cut, track.place(0), track.place(passed), time, Self.step)?
                .get(0, as: Int64?.self)
        }
        guard let cut = cut ?? nil else { return 0 }
        return try await store.write { try $0.run(TrackLogQuery.delete, track.place(0), cut) }
    }
}
