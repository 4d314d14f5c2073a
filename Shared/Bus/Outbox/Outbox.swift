package import Contracts
import Glibc
package import Runtime
package import Store

/// Where a service tells its events: as rows of its own transaction, published once that is committed.
package struct Outbox: Sendable {
    let service: ServiceName
    let outgoing: Outgoing
    private let ending: OutboxEnding
    private let clock: WallClock

    package init(_ service: ServiceName, clock: WallClock = .system) {
        self.service = service
        self.clock = clock
        outgoing = Outgoing()
        ending = OutboxEnding(outgoing)
    }

    /// Tells an event: it takes the next sequence of its lane, exists if and only if the transaction is committed, and
    /// reaches every consumer in that order. It is written at the end of the transaction.
    /// - Parameter trace: what the event belongs to; the current task's, if there is one. A transaction of a handler
    ///   carries its trace; one begun elsewhere runs on the store's thread, so hand over the trace of the task there.
    /// - Throws: `EncodingError`.
    package func emit<E: Event>(
        _ event: E,
        workspace: WorkspaceID,
        trace: TraceContext? = Trace.current,
        in transaction: any Transaction
    ) throws {
        let trace = trace?.child().traceparent ?? ""
        let tail = EventTail(emittedAt: clock.now(), workspace: workspace, topic: E.topic, trace: trace)
        transaction.putOff(try EventDraft(event, tail), to: ending)
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
        try reader.engine.eventLog.events(of: OwnTrack(stream, lane), after: sequence, limit: limit, in: reader)
            .map { try ToldEvent($0) }
    }

    /// The newest sequence of a lane; 0 when it never had an event.
    package func head(_ stream: Stream, lane: Lane, in reader: any Reader) throws -> Int64 {
        try reader.engine.eventLog.head(of: OwnTrack(stream, lane), in: reader)
    }

    /// Names what is told: another one after the tables have gone back to an earlier state, so that their sequences stand
    /// for other events. Empty before the bus has run for the first time.
    package func origin(in reader: any Reader) throws -> String {
        try OriginKeeper.origin(in: reader)?.text ?? ""
    }
}
