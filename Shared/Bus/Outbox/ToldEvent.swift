package import Contracts
import Store

/// An event as it was told: a row of the outbox.
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
    package func decode<E: Event>(_: E.Type) throws -> E { try Payload.decode(E.self, from: payload) }
}

extension ToldEvent {
    var columns: [any SQLBindable] {
        [OwnTrack(stream, lane).place(sequence), emittedAt, workspace, topic, trace, payload]
    }

    /// - Parameter row: of ``BusQuery/eventsAfter``.
    init(_ row: Row, _ track: OwnTrack) throws(StoreError) {
        self.init(
            stream: track.stream,
            lane: track.lane,
            sequence: OwnTrack.sequence(at: try row.get(0)),
            emittedAt: try row.get(1),
            workspace: try row.get(2),
            topic: try row.get(3),
            trace: try row.get(4),
            payload: try row.get(5)
        )
    }

    init(_ message: EventMessage) {
        self.init(
            stream: message.track.source.stream,
            lane: message.track.lane,
            sequence: message.sequence,
            emittedAt: message.emittedAt,
            workspace: message.workspace,
            topic: message.topic,
            trace: message.trace,
            payload: message.payload
        )
    }

    func message(from service: ServiceName, _ origin: Origin) -> EventMessage {
        EventMessage(
            track: Track(Source(producer: service, origin: origin, stream: stream), lane),
            sequence: sequence,
            emittedAt: emittedAt,
            workspace: workspace,
            topic: topic,
            trace: trace,
            payload: payload
        )
    }
}

extension OwnTrack {
    func events(after sequence: Int64, limit: Int, in reader: any Reader) throws -> [ToldEvent] {
        try reader.rows(BusQuery.eventsAfter, place(sequence), end, limit).map { try ToldEvent($0, self) }
    }

    /// 0 when it never had an event.
    func head(in reader: any Reader) throws -> Int64 {
        try reader.first(BusQuery.head, code)?.get(0) ?? 0
    }
}
