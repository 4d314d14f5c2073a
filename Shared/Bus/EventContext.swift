package import Contracts
package import Runtime

/// Where an event comes from.
package struct EventContext: Sendable {
    package let workspace: WorkspaceID
    package let producer: ServiceName
    package let stream: Stream
    package let lane: Lane
    /// 1 for the first of its lane and stream.
    package let sequence: Int64
    package let trace: TraceContext?
    package let emittedAt: Timestamp
    /// When it is applied.
    package let now: Timestamp
    private let origin: Origin

    init(_ message: EventMessage, now: Timestamp) {
        workspace = message.tail.workspace
        producer = message.track.source.producer
        origin = message.track.source.origin
        stream = message.track.source.stream
        lane = message.track.lane
        sequence = message.sequence
        trace = TraceContext(message.tail.trace)
        emittedAt = message.tail.emittedAt
        self.now = now
    }

    /// The same for every delivery of the event: `gateway.5f3a9c01.inbound.07.1234`.
    package var id: String { "\(producer.rawValue).\(origin.text).\(stream.rawValue).\(lane.text).\(sequence)" }
}

/// Whose request it is.
package struct RequestContext: Sendable {
    package let workspace: WorkspaceID
    /// The same for every retry.
    package let id: String
    /// Past it nobody waits for the reply.
    package let deadline: Timestamp
    package let trace: TraceContext?
    package let now: Timestamp

    package init(
        workspace: WorkspaceID,
        id: String,
        deadline: Timestamp,
        trace: TraceContext? = nil,
        now: Timestamp
    ) {
        self.workspace = workspace
        self.id = id
        self.deadline = deadline
        self.trace = trace
        self.now = now
    }

    init(_ message: RequestMessage, now: Timestamp) {
        self.init(
            workspace: message.workspace,
            id: message.id,
            deadline: message.deadline,
            trace: TraceContext(message.trace),
            now: now
        )
    }
}
