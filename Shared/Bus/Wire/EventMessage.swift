import Contracts

/// An event on the wire.
struct EventMessage: Sendable {
    let track: Track
    /// 1 for the first of its track.
    let sequence: Int64
    let emittedAt: Timestamp
    let workspace: WorkspaceID
    /// Name and version: `message.received.v1`.
    let topic: String
    /// A `traceparent`, or empty.
    let trace: String
    /// JSON.
    let payload: [UInt8]

    var header: [UInt8] {
        var header = HeaderWriter(.event)
        header.field(track.source.producer.rawValue)
        header.field(track.source.origin.text)
        header.field(track.source.stream.rawValue)
        header.field(Int64(track.lane.number))
        header.field(sequence)
        header.field(emittedAt.milliseconds)
        header.field(workspace.text)
        header.field(topic)
        header.field(trace)
        return header.bytes
    }
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
        emittedAt = Timestamp(milliseconds: try reader.number())
        workspace = try reader.workspace()
        topic = try reader.text()
        trace = try reader.text()
        self.payload = payload
    }
}
