package import Contracts
import Runtime
import Store

/// An event that was given up because its handler kept failing.
package struct DeadLetter: Codable, Sendable {
    package let id: String
    package let producer: ServiceName
    package let stream: Stream
    /// 0 to 63.
    package let lane: Int
    package let sequence: Int64
    package let emittedAt: Timestamp
    package let workspace: WorkspaceID
    package let topic: String
    /// The last one, as the handler threw it.
    package let error: String
    package let failedAt: Timestamp
    private let origin: UInt32
    private let trace: String
    private let payload: String

    init(_ event: EventMessage, error: String, at moment: Timestamp) {
        id = UUIDv7.make(at: moment)
        producer = event.track.source.producer
        origin = event.track.source.origin.value
        stream = event.track.source.stream
        lane = event.track.lane.number
        sequence = event.sequence
        emittedAt = event.tail.emittedAt
        workspace = event.tail.workspace
        topic = event.tail.topic
        trace = event.tail.trace
        payload = String(decoding: event.payload, as: UTF8.self)
        self.error = String(error.prefix(2000))
        failedAt = moment
    }

    /// - Returns: nil for one of a service or a stream that this version does not know.
    init?(_ row: Row) throws {
        guard let producer = ServiceName(rawValue: try row.get("producer")),
            let stream = Stream(rawValue: try row.get("stream")),
            let origin = UInt32(exactly: try row.get("origin", as: Int64.self))
        else { return nil }
        id = try row.get("id")
        self.producer = producer
        self.origin = origin
        self.stream = stream
        lane = try row.get("lane")
        sequence = try row.get("sequence")
        emittedAt = try row.get("emitted_at")
        workspace = try row.get("workspace")
        topic = try row.get("topic")
        trace = try row.get("trace")
        payload = String(decoding: try row.get("payload", as: [UInt8].self), as: UTF8.self)
        error = try row.get("error")
        failedAt = try row.get("failed_at")
    }

    var event: EventMessage? {
        guard let lane = Lane(lane) else { return nil }
        return EventMessage(
            track: Track(Source(producer: producer, origin: Origin(origin), stream: stream), lane),
            sequence: sequence,
            tail: EventTail(emittedAt: emittedAt, workspace: workspace, topic: topic, trace: trace),
            payload: Array(payload.utf8)
        )
    }

    func bury(in transaction: any Transaction) throws {
        try transaction.run(
            BusQuery.bury,
            arguments: [
                id, producer.rawValue, Int64(origin), stream.rawValue, lane, sequence, emittedAt, workspace, topic,
                trace,
                Array(payload.utf8), error, failedAt,
            ]
        )
    }
}
