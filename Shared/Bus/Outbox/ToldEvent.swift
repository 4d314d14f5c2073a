package import Contracts

/// An event as it was told.
package struct ToldEvent: Sendable {
    package let stream: Stream
    package let lane: Lane
    /// 1 for the first of its stream and lane.
    package let sequence: Int64
    package let emittedAt: Timestamp
    package let workspace: WorkspaceID
    /// Name and version: `message.received.v1`.
    package let topic: String
    /// A `traceparent`, or empty.
    package let trace: String
    /// JSON.
    package let payload: [UInt8]

    /// The event itself.
    /// - Throws: `DecodingError`.
    package func decode<E: Event>(_: E.Type) throws -> E { try Payload.decode(event: E.self, from: payload) }
}

extension ToldEvent {
    /// - Throws: ``WireError``.
    init(_ event: NumberedEvent) throws {
        let tail = try event.draft.header.withUnsafeBytes { bytes in
            var reader = HeaderReader(bytes)
            var memory = HeaderMemory()
            return try EventTail(&reader, &memory)
        }
        let track = event.draft.track
        self.init(track.stream, track.lane, event.sequence, tail, payload: Array(event.draft.payload))
    }

    init(_ message: EventMessage) {
        let track = message.track
        self.init(track.source.stream, track.lane, message.sequence, message.tail, payload: message.payload)
    }

    private init(_ stream: Stream, _ lane: Lane, _ sequence: Int64, _ tail: EventTail, payload: [UInt8]) {
        self.init(
            stream: stream,
            lane: lane,
            sequence: sequence,
            emittedAt: tail.emittedAt,
            workspace: tail.workspace,
            topic: tail.topic,
            trace: tail.trace,
            payload: payload
        )
    }
}
