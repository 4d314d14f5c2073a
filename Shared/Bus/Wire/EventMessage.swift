import Contracts

/// An event on the wire.
struct EventMessage: Sendable {
    let track: Track
    /// 1 for the first of its track.
    let sequence: Int64
    let tail: EventTail
    /// JSON.
    let payload: [UInt8]
}

extension EventMessage {
    /// - Parameter reader: behind the kind.
    init(_ reader: inout HeaderReader, payload: [UInt8]) throws(WireError) {
        let producer = try reader.word(ServiceName.self)
        let origin = try reader.origin()
        let source = Source(producer: producer, origin: origin, stream: try reader.word(Stream.self))
        track = Track(source, try reader.lane())
        sequence = try reader.number()
        guard sequence > 0 else { throw .malformed }
        tail = try EventTail(&reader)
        self.payload = payload
    }
}
