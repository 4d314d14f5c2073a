import Contracts

/// The end of an event's header: all that does not depend on where the event stands.
struct EventTail: Sendable {
    let emittedAt: Timestamp
    let workspace: WorkspaceID
    /// Name and version: `message.received.v1`.
    let topic: String
    /// A `traceparent`, or empty.
    let trace: String

    func write(to header: inout HeaderWriter) {
        header.field(emittedAt.milliseconds)
        header.field(workspace.text)
        header.field(topic)
        header.field(trace)
    }
}

extension EventTail {
    init(_ reader: inout HeaderReader, _ memory: inout HeaderMemory) throws(WireError) {
        emittedAt = Timestamp(milliseconds: try reader.number())
        workspace = try memory.workspace(&reader)
        topic = try memory.topic(&reader)
        trace = try reader.text()
    }
}
