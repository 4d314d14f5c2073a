import Compression
import Contracts
import Store

/// Keeps the events that were committed together in one row per stream, in the order of commits: for an engine with one
/// writer. A row knows which lanes it has events of and how far each lane has come, so that a track is found by halving.
///
/// The oldest row of a stream may be empty: the last one that was deleted, which tells how far that went.
struct BlockLog: EventLog {
    /// Bytes of events after which another row begins.
    private static let rowSize = 256 << 10
    /// Rows that one transaction deletes.
    private static let step: Int64 = 64

    func append(_ drafts: [EventDraft], in transaction: any Transaction) throws -> [NumberedEvent] {
        var told: [NumberedEvent] = []
        told.reserveCapacity(drafts.count)
        var rest = drafts
        while let stream = rest.first?.track.stream {
            // Most tell on one stream alone.
            let others = rest.filter { $0.track.stream != stream }
            let own = others.isEmpty ? rest : rest.filter { $0.track.stream == stream }
            try append(own, of: stream, to: &told, in: transaction)
            rest = others
        }
        return told
    }

    private func append(
        _ drafts: [EventDraft],
        of stream: Stream,
        to told: inout [NumberedEvent],
        in transaction: any Transaction
    ) throws {
        let newest = try BlockSpan.newest(of: stream, in: transaction)
        var (number, heads) = (newest?.number ?? 0, newest?.heads ?? LaneHeads())
        var block = EventBlock()
        for (count, draft) in zip(1..., drafts) {
            let event = NumberedEvent(draft: draft, sequence: heads.advance(draft.track.lane))
            told.append(event)
            block.append(event)
            guard block.bytes.count >= Self.rowSize || count == drafts.count else { continue }
            number += 1
            let events = Packed(packing: block.bytes)
            try transaction.run(
                BlockLogQuery.keep,
                stream.place(number),
                block.lanes.column,
                heads.bytes,
                block.newest,
                events.bytes,
                events.isFrame
            )
            block = EventBlock()
        }
    }

    func head(of track: OwnTrack, in reader: any Reader) throws -> Int64 {
        try BlockSpan.newest(of: track.stream, in: reader)?.heads[track.lane] ?? 0
    }

    func heads(in reader: any Reader) throws -> [OwnTrack: Int64] {
        var heads: [OwnTrack: Int64] = [:]
        for stream in Stream.allCases {
            guard let newest = try BlockSpan.newest(of: stream, in: reader)?.heads else { continue }
            for lane in Lane.all where newest[lane] > 0 { heads[OwnTrack(stream, lane)] = newest[lane] }
        }
        return heads
    }

    func events(of track: OwnTrack, after sequence: Int64, limit: Int, in reader: any Reader) throws -> [NumberedEvent]
    {
        guard limit > 0, var span = try BlockSpan(track.stream, in: reader),
            let start = try span.first(in: reader, where: { $0.heads[track.lane] > sequence })
        else { return [] }
        var events: [NumberedEvent] = []
        try span.blocks(from: start, of: LaneSet([track.lane]), in: reader) { _, bytes in
            events += EventBlock.events(of: track.stream, in: bytes) { $0 == track.lane && $1 > sequence }
            return events.count < limit
        }
        return Array(events.prefix(limit))
    }

    func prune(_ stream: Stream, upTo passed: [Lane: Int64], before time: Timestamp, in store: any Store) async throws {
        let ends = try await store.read { reader -> ClosedRange<Int64>? in
            guard var span = try BlockSpan(stream, in: reader) else { return nil }
            let kept = try span.first(in: reader) { place in
                place.emittedAt >= time || Lane.all.contains { place.heads[$0] > passed[$0, default: 0] }
            }
            let first = span.oldest.isEmpty ? span.oldest.number + 1 : span.oldest.number
            let last = (kept ?? span.newest.number + 1) - 1
            return first <= last ? first...last : nil
        }
        guard let ends else { return }
        for first in stride(from: ends.lowerBound, through: ends.upperBound, by: Int64.Stride(Self.step)) {
            let last = min(first + Self.step - 1, ends.upperBound)
            try await store.write { transaction in
                try transaction.run(BlockLogQuery.delete, stream.place(0), stream.place(last))
                try transaction.run(BlockLogQuery.empty, stream.place(last))
            }
            try await Task.sleep(for: .milliseconds(2))
        }
    }
}
