import Contracts

/// An event on the wire.
///
/// A class, as it goes from hand to hand several times.
final class EventMessage: Sendable {
    let track: Track
    /// 1 for the first of its track.
    let sequence: Int64
    let tail: EventTail
    /// JSON.
    let payload: [UInt8]

    init(track: Track, sequence: Int64, tail: EventTail, payload: [UInt8]) {
        self.track = track
        self.sequence = sequence
        self.tail = tail
        self.payload = payload
    }
}

extension EventMessage {
    /// - Parameter reader: behind the kind.
    convenience init(
        _ reader: inout HeaderReader,
        _ memory: inout HeaderMemory,
        payload: [UInt8]
    ) throws(WireError) {
        let source = try memory.source(&reader)
        let track = Track(source, try reader.lane())
        let sequence = try reader.number()
        guard sequence > 0 else { throw .malformed }
        self.init(track: track, sequence: sequence, tail: try EventTail(&reader, &memory), payload: payload)
    }
}
