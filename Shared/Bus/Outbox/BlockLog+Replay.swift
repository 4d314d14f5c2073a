import Contracts
import Store

extension BlockLog {
    /// A track that was asked for.
    private struct Wanted {
        let lane: Lane
        let sequence: Int64
        /// The row with the next event.
        let start: Int64
    }

    func replay(_ request: ReplayRequest, in reader: any Reader) throws -> Replay {
        var replay = Replay()
        var wanted: [Wanted] = []
        var span = try BlockSpan(request.stream, in: reader)
        for track in request.tracks {
            guard let lane = Lane(track.lane) else { continue }
            let (head, deleted) = (span?.newest.heads[lane] ?? 0, span?.deleted(lane) ?? 0)
            replay.extents.append(.init(lane: track.lane, first: min(deleted, head) + 1, head: head))
            if let start = try span?.first(in: reader, where: { $0.heads[lane] > track.sequence }) {
                wanted.append(Wanted(lane: lane, sequence: track.sequence, start: start))
            }
        }
        guard let span else { return replay }
        wanted.sort { $0.start > $1.start }
        // In several parts, so that no lane waits for another one's history.
        let share = max(64, request.limit / 4)
        var bytes = 0
        while !wanted.isEmpty, replay.events.count < request.limit, bytes < Replay.enough {
            let part = try read(&wanted, share, from: span, in: reader)
            bytes += part.reduce(0) { $0 + $1.draft.bytes.count }
            replay.events += part
        }
        return replay
    }

    /// Reads from where the track stands that is furthest behind, and takes along all whose turn comes on the way.
    /// - Parameter wanted: the furthest behind is the last; those that were read are taken from it.
    private func read(
        _ wanted: inout [Wanted],
        _ limit: Int,
        from span: BlockSpan,
        in reader: any Reader
    ) throws -> [NumberedEvent] {
        var cursors = Array(repeating: Int64.max, count: Lane.count)
        var events: [NumberedEvent] = []
        var bytes = 0
        let lanes = LaneSet(wanted.map(\.lane))
        guard let start = wanted.last?.start else { return [] }
        func takeAlong(_ number: Int64) {
            while let track = wanted.last, track.start <= number {
                cursors[track.lane.number] = track.sequence
                wanted.removeLast()
            }
        }
        takeAlong(start)
        try span.blocks(from: start, of: lanes, in: reader) { number, block in
            takeAlong(number)
            let found = EventBlock.events(of: span.stream, in: block) { $1 > cursors[$0.number] }
            events += found
            bytes += found.reduce(0) { $0 + $1.draft.bytes.count }
            return events.count < limit && bytes < Replay.enough
        }
        return events
    }
}
