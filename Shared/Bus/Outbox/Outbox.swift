package import Contracts
import Glibc
package import Runtime
package import Store

/// Where a service tells its events: as rows of its own transaction, published once that is committed.
package struct Outbox: Sendable {
    let service: ServiceName
    let outgoing = Outgoing()
    private let clock: WallClock

    package init(_ service: ServiceName, clock: WallClock = .system) {
        self.service = service
        self.clock = clock
    }

    /// Tells an event: it takes the next sequence of its lane, exists if and only if the transaction is committed, and
    /// reaches every consumer in that order.
    /// - Parameter trace: what the event belongs to; the current task's, if there is one. A transaction of a handler
    ///   carries its trace; one begun elsewhere runs on the store's thread, so hand over the trace of the task there.
    /// - Throws: `EncodingError`, ``StoreError``.
    package func emit<E: Event>(
        _ event: E,
        workspace: WorkspaceID,
        trace: TraceContext? = Trace.current,
        in transaction: any Transaction
    ) throws {
        let lane = Lane(key: event.laneKey)
        let payload = try Payload.encode(event)
        let track = OwnTrack(E.stream, lane)
        guard let row = try transaction.first(BusQuery.nextSequence, track.code) else { return }
        let told = ToldEvent(
            stream: E.stream,
            lane: lane,
            sequence: try row.get(0),
            emittedAt: clock.now(),
            workspace: workspace,
            topic: E.topic,
            trace: trace?.child().traceparent ?? "",
            payload: payload
        )
        try transaction.run(BusQuery.emit, arguments: told.columns)
        let outgoing = outgoing
        transaction.afterCommit { outgoing.add(.event(told)) }
    }

    /// Reads told events again, for as long as they are kept.
    /// - Parameters:
    ///   - sequence: the first one read is the next after it.
    ///   - limit: how many at most.
    package func history(
        _ stream: Stream,
        lane: Lane,
        after sequence: Int64,
        limit: Int,
        in reader: any Reader
    ) throws -> [ToldEvent] {
        try OwnTrack(stream, lane).events(after: sequence, limit: limit, in: reader)
    }

    /// The newest sequence of a lane; 0 when it never had an event.
    package func head(_ stream: Stream, lane: Lane, in reader: any Reader) throws -> Int64 {
        try OwnTrack(stream, lane).head(in: reader)
    }
}
