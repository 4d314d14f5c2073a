import Contracts

/// Events of one stream that were committed together, as the bytes of one row, before they are
/// packed: for each its lane, its sequence, the
/// lengths of its header's end and its payload, the time it was told, and both.
struct EventBlock {
    private(set) var bytes: [UInt8] = []
    private(set) var lanes = LaneSet.none
    private(set) var newest = Timestamp(milliseconds: 0)

    mutating func append(_ event: NumberedEvent) {
        let draft = event.draft
        bytes.append(UInt8(truncatingIfNeeded: draft.track.lane.number))
        bytes.append(varint: UInt64(event.sequence))
        bytes.append(varint: UInt64(draft.header.count))
        bytes.append(varint: UInt64(draft.payload.count))
        bytes.append(varint: UInt64(max(0, draft.emittedAt.milliseconds)))
        bytes += draft.bytes
        lanes.insert(draft.track.lane)
        newest = max(newest, draft.emittedAt)
    }

    /// Reads the events that are wanted from the bytes of a row.
    /// - Parameter isWanted: asked with lane and sequence.
    /// - Returns: those before the first that cannot be read.
    static func events(
        of stream: Stream,
        in bytes: [UInt8],
        where isWanted: (Lane, Int64) -> Bool
    ) -> [NumberedEvent] {
        var events: [NumberedEvent] = []
        var rest = bytes[...]
        while let number = rest.popFirst(), let lane = Lane(Int(number)), let sequence = rest.popVarint(),
            let header = rest.popVarint(), let payload = rest.popVarint(), let moment = rest.popVarint(),
            header <= rest.count, payload <= rest.count - Int(header)
        {
            let (start, middle) = (rest.startIndex, rest.startIndex + Int(header))
            let end = middle + Int(payload)
            rest = rest[end...]
            guard isWanted(lane, Int64(sequence)) else { continue }
            let draft = EventDraft(
                OwnTrack(stream, lane),
                emittedAt: Timestamp(milliseconds: Int64(moment)),
                header: bytes[start..<middle],
                payload: bytes[middle..<end]
            )
            events.append(NumberedEvent(draft: draft, sequence: Int64(sequence)))
        }
        return events
    }
}

/// The newest sequence of each lane of a stream at some point of its log: in a row, 64 numbers of seven bits to a byte.
struct LaneHeads: Sendable {
    private var sequences = Array(repeating: 0 as Int64, count: Lane.count)

    init() {}

    init(_ bytes: [UInt8]) {
        var rest = bytes[...]
        for lane in sequences.indices { sequences[lane] = rest.popVarint().map { Int64($0) } ?? 0 }
    }

    subscript(lane: Lane) -> Int64 { sequences[lane.number] }

    /// - Returns: the next sequence of the lane.
    mutating func advance(_ lane: Lane) -> Int64 {
        sequences[lane.number] += 1
        return sequences[lane.number]
    }

    var bytes: [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(4 * Lane.count)
        for sequence in sequences { bytes.append(varint: UInt64(sequence)) }
        return bytes
    }
}

extension [UInt8] {
    /// Seven bits to a byte, the lowest first; the highest bit says that more follow.
    fileprivate mutating func append(varint value: UInt64) {
        var rest = value
        while rest >= 0x80 {
            append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        append(UInt8(truncatingIfNeeded: rest))
    }
}

extension ArraySlice<UInt8> {
    /// - Returns: nil at the end, and for a number beyond 56 bits.
    fileprivate mutating func popVarint() -> UInt64? {
        var value: UInt64 = 0
        for shift in stride(from: 0 as UInt64, to: 56, by: 7) {
            guard let byte = popFirst() else { return nil }
            value |= UInt64(byte & 0x7f) << shift
            if byte < 0x80 { return value }
        }
        return nil
    }
}
